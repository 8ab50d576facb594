import type { Observable } from 'rxjs';

/**
 * What `CreateEvent` is on Windows: something that can be signalled. It carries no data; a subscriber
 * that is woken asks the function table what has changed.
 *
 * Auto-reset: a signal wakes all present subscribers; without a subscriber it is kept, once, for the
 * next one. Signals may come together, early, twice or without a change.
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
 * What has happened since the queue was made, in order. The event that was given for the queue is
 * signalled after each change. Each queue has its own copy of everything.
 */
export interface ChangeQueue<Change> {
  /**
   * The oldest change not yet taken, or `undefined` when there is none. Call it until `undefined` on
   * each signal. Rejects with `CLOSED` after {@link close}.
   */
  next(): PromiseLike<Change | undefined>;
  /** Ends the queue, once. Changes not yet taken are dropped. */
  close(): PromiseLike<void>;
}
