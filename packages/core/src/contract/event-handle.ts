import type { Observable } from 'rxjs';

/**
 * What `CreateEvent` is on Windows: something that can be signalled. It carries no data; whoever is
 * woken asks the function table what has changed.
 *
 * Auto-reset: a signal wakes whoever is subscribed; without a subscriber it is kept, once, for the
 * next one. Signals may come together, early, twice or without a change.
 */
export interface EventHandle {
  /** Emits on each signal. Completes on {@link close}. Never errors. Unsubscribing stops the wait. */
  readonly signaled$: Observable<void>;
  /** Releases the event. Further signals do nothing. */
  close(): void;
}
