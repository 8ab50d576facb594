import { Observable } from 'rxjs';
import { ask } from '../ask.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';

/**
 * A handle that is held while subscribed. Emits the handle once. Unsubscribing closes it, also one that the
 * adapter gives later. Does not complete.
 */
export function heldHandle<Handle extends { close(): PromiseLike<void> }>(
  operation: string,
  open: () => PromiseLike<Handle>,
  runtime: Runtime,
): Observable<Handle> {
  return new Observable((subscriber) => {
    let handle: Handle | undefined;
    const close = (held: Handle): void =>
      runtime.settle(
        `${operation}: close`,
        () => held.close(),
        () => undefined,
      );
    ask(
      open,
      (opened) => {
        if (subscriber.closed) return close(opened);
        handle = opened;
        subscriber.next(opened);
      },
      (error) => subscriber.error(toCollaborationError(operation, error)),
    );
    return () => {
      if (handle !== undefined) close(handle);
    };
  });
}
