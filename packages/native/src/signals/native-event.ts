import { AutoResetEvent } from '@beckon/core/adapter';
import type { KernelEvent, Waiter } from './kernel-event.ts';
import type { WantedTimer } from './wanted-timer.ts';

/** The timers that all events of an open adapter share. */
export interface EventTimers {
  /** Keeps the process running. The waits of the system do not keep it running. */
  readonly keepAlive: WantedTimer;
  /** Wakes all waiters in case a signal was lost. */
  readonly reminder: WantedTimer;
}

/** The event handle of the native adapter: a kernel event, seen from JavaScript. */
export class NativeEvent extends AutoResetEvent {
  readonly kernelEvent: KernelEvent;
  readonly #timers: EventTimers;

  constructor(kernelEvent: KernelEvent, timers: EventTimers, onClose: () => void) {
    super(onClose);
    this.kernelEvent = kernelEvent;
    this.#timers = timers;
    kernelEvent.users += 1;
  }

  /** Wakes `waiter` at each signal of the kernel event, and now and then without a signal. */
  addWaiter(waiter: Waiter): void {
    this.kernelEvent.waiters.add(waiter);
    this.#timers.reminder.want();
  }

  /** Does nothing when `waiter` has been deleted already. */
  deleteWaiter(waiter: Waiter): void {
    if (this.kernelEvent.waiters.delete(waiter)) this.#timers.reminder.unwant();
  }

  override close(): void {
    if (this.isClosed) return;
    this.kernelEvent.users -= 1;
    super.close();
  }

  protected override onWaiting(isWaiting: boolean): void {
    if (isWaiting) this.#timers.keepAlive.want();
    else this.#timers.keepAlive.unwant();
  }
}
