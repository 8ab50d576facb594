import type { KernelEventHandle, WaitHandle } from '../ffi/handles.ts';

/** A listener of a kernel event. At each signal it checks whether the signal is for it. */
export interface Waiter {
  /** Whether the signal was for this waiter. Never throws. */
  wake(): boolean;
}

/** After so many waiters in a row were woken in vain, most of the rest would be woken in vain, too. */
const VAIN_IN_A_ROW = 2;

/** An event of the kernel, with its waiters. Several event handles may share one kernel event. */
export class KernelEvent {
  readonly handle: KernelEventHandle;
  /** Its place among the kernel events. */
  readonly index: number;
  readonly waiters = new Set<Waiter>();
  /** Number of open event handles of this kernel event. */
  users = 0;
  /** The wait of the system for this event; `undefined` while there is none. */
  wait: WaitHandle | undefined;

  constructor(handle: KernelEventHandle, index: number) {
    this.handle = handle;
    this.index = index;
  }

  /**
   * Wakes the oldest waiters, until several in a row were woken in vain. Returns whether all were
   * woken.
   */
  wakeFirst(): boolean {
    let vain = 0;
    for (const waiter of this.waiters) {
      if (vain === VAIN_IN_A_ROW) return false;
      vain = waiter.wake() ? 0 : vain + 1;
    }
    return true;
  }

  wakeAll(): void {
    for (const waiter of this.waiters) waiter.wake();
  }
}
