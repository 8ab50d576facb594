import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';

/** Completes when the adapter is closed: an event of the adapter ends then. Errors when it is not open. */
export function endedWithAdapter<T>(
  operation: string,
  adapter: CollaborationAdapter,
  runtime: Runtime,
): MonoTypeOperatorFunction<T> {
  return (source$) =>
    new Observable((subscriber) => {
      try {
        const event = adapter.createEvent();
        subscriber.add(() => runtime.closeEvent(event));
        subscriber.add(event.signaled$.subscribe({ complete: () => subscriber.complete() }));
        if (!subscriber.closed) source$.subscribe(subscriber);
      } catch (error) {
        subscriber.error(toCollaborationError(operation, error));
      }
    });
}
