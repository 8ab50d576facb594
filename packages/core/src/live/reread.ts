import { Observable } from 'rxjs';
import { ask } from '../ask.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';

export interface RereadInit<T, Trigger> {
  /** The function that the app has called, for messages. */
  readonly operation: string;
  readonly triggers$: Observable<Trigger>;
  readonly read: () => PromiseLike<T>;
  /** The value while there is nothing to read: signed out, or the data is not at hand. */
  readonly absent: T;
  /** Whether there is something to read after a trigger. Default: always. */
  readonly isPresent?: (trigger: Trigger) => boolean;
}

/**
 * Reads a value at each trigger. Triggers that come while a read is under way cause one more read after it.
 * Completes with the triggers, and when a read finds the adapter closed.
 */
export function reread<T, Trigger>(init: RereadInit<T, Trigger>): Observable<T> {
  const { operation, triggers$, read, absent, isPresent = () => true } = init;
  return new Observable((subscriber) => {
    let isReading = false;
    let next: 'read' | 'absent' | undefined;
    const settle = (value: T): void => {
      isReading = false;
      // What has been read is out of date when there is nothing any more.
      if (next !== 'absent') subscriber.next(value);
      if (next !== undefined && !subscriber.closed) go(next);
    };
    const go = (what: 'read' | 'absent'): void => {
      next = undefined;
      if (what === 'absent') return subscriber.next(absent);
      isReading = true;
      ask(read, settle, (error) => {
        const failure = toCollaborationError(operation, error);
        if (failure.code === 'NOT_SIGNED_IN' || failure.code === 'NOT_FOUND') settle(absent);
        else if (failure.code === 'NOT_INITIALIZED') subscriber.complete();
        else subscriber.error(failure);
      });
    };
    return triggers$.subscribe({
      next: (trigger) => {
        const what = isPresent(trigger) ? 'read' : 'absent';
        if (isReading) next = what;
        else go(what);
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
  });
}
