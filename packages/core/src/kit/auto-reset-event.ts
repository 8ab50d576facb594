import { Observable, type Subscriber } from 'rxjs';
import type { EventHandle } from '../contract/event-handle.ts';

/**
 * An {@link EventHandle} in plain JavaScript, for adapters that have no kernel event.
 *
 * {@link set} calls the subscribers before it returns: change your state first, then signal.
 */
export class AutoResetEvent implements EventHandle {
  readonly #onClose: (() => void) | undefined;
  readonly #waiting = new Set<Subscriber<void>>();
  #isSignaled = false;
  #isClosed = false;

  /** @param onClose - Called once, when the event is closed and its subscribers have completed. */
  constructor(onClose?: () => void) {
    this.#onClose = onClose;
  }

  readonly signaled$ = new Observable<void>((subscriber) => {
    if (this.#isClosed) {
      subscriber.complete();
      return undefined;
    }
    this.#waiting.add(subscriber);
    if (this.#waiting.size === 1) this.onWaiting(true);
    if (this.#isSignaled) {
      this.#isSignaled = false;
      subscriber.next();
    }
    return () => {
      this.#waiting.delete(subscriber);
      if (this.#waiting.size === 0) this.onWaiting(false);
    };
  });

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Signals the event (`SetEvent`). Does nothing once closed. */
  set(): void {
    if (this.#isClosed) return;
    if (this.#waiting.size === 0) {
      this.#isSignaled = true;
      return;
    }
    for (const subscriber of [...this.#waiting]) subscriber.next();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const subscriber of [...this.#waiting]) subscriber.complete();
    this.#onClose?.();
  }

  /** Called when the first subscriber comes, and when the last one goes. */
  protected onWaiting(_isWaiting: boolean): void {
    // Most events hold nothing for their subscribers.
  }
}
