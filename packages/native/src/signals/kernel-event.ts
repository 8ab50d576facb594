import type { KernelEventHandle, WaitHandle } from '../ffi/handles.ts';

/** Somebody who is told of each signal of a kernel event, and finds out whether it was for them. */
export interface Waiter {
  /** Whether it was. Never throws. */
  wake(): boolean;
}

/** After so many were woken in vain one after the other, most of the others would be, too. */
const VAIN_IN_A_ROW = 2;

/** An event of the kernel, and who waits for it. Several event handles may share one. */
export class KernelEvent {
  readonly handle: KernelEventHandle;
  /** Its place among the kernel events. */
  readonly index: number;
  readonly waiters = new Set<Waiter>();
  /** How many event handles it has that are not closed. */
  users = 0;
  /** The wait that the system makes for it; `undefined` while its signals are looked for here. */
  wait: WaitHandle | undefined;

  constructor(handle: KernelEventHandle, index: number) {
    this.handle = handle;
    this.index = index;
  }

  /** Wakes the oldest waiters, as long as the signal is for some of them. Returns whether these were all. */
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
