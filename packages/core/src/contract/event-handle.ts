import type { Observable } from 'rxjs';

/**
 * An event that can be signalled, as `CreateEvent` makes it on Windows. It carries no data: a woken
 * subscriber asks the function table for the changes.
 *
 * The event resets itself. A signal wakes all present subscribers. Without a subscriber, one signal is
 * kept for the next subscriber. Several signals may become one, and a signal may come early, twice or
 * without a change.
 *
 * An event belongs to the adapter that made it. A function rejects an event that is closed, or that
 * another adapter made, with `INVALID_ARGUMENT`.
 */
export interface EventHandle {
  /** Emits on each signal. Completes on {@link close}. Never errors. Unsubscribing stops the wait. */
  readonly signaled$: Observable<void>;
  /** Releases the event. Further signals, and a second `close()`, do nothing. */
  close(): void;
}

/**
 * The changes since the queue was made, in order. The event that was given for the queue is signalled
 * after each change. Each queue has its own copy of every change.
 */
export interface ChangeQueue<Change> {
  /**
   * Takes the oldest change, or gives `undefined` when there is none. On each signal, call it until it
   * gives `undefined`. Rejects with `CLOSED` after {@link close}.
   */
  next(): PromiseLike<Change | undefined>;
  /** Ends the queue, once. Changes not yet taken are dropped. */
  close(): PromiseLike<void>;
}
