import { Observable } from 'rxjs';
import { ask } from './ask.ts';
import type { CollaborationAdapter } from './contract/adapter.ts';
import type { ChangeQueue, EventHandle } from './contract/event-handle.ts';
import { toCollaborationError } from './errors/collaboration-error.ts';
import type { Runtime } from './runtime.ts';

/** Emitted once, when every earlier change has been emitted. No later change is missed. */
export const CAUGHT_UP = 'caughtUp';
export type CaughtUp = typeof CAUGHT_UP;

/**
 * Opens a change queue, then emits every change, in order. Cold; unsubscribing closes the queue and
 * then its event, also when the adapter has not replied yet. Completes when the adapter is closed.
 */
export function changeStream<Change extends object>(
  adapter: CollaborationAdapter,
  operation: string,
  openQueue: (event: EventHandle) => PromiseLike<ChangeQueue<Change>>,
  runtime: Runtime,
): Observable<Change | CaughtUp> {
  return new Observable((subscriber) => {
    let event: EventHandle | undefined;
    let queue: ChangeQueue<Change> | undefined;
    let isOpening = true;
    let isCaughtUp = false;
    let isDraining = false;
    let isSignaled = false;

    function open(): PromiseLike<ChangeQueue<Change>> {
      event = adapter.createEvent();
      subscriber.add(
        event.signaled$.subscribe({ next: drain, complete: () => subscriber.complete() }),
      );
      return openQueue(event);
    }

    function fail(error: unknown): void {
      subscriber.error(toCollaborationError(operation, error));
    }

    function drain(): void {
      isSignaled = true;
      if (queue === undefined || isDraining) return;
      isDraining = true;
      isSignaled = false;
      take(queue);
    }

    function take(from: ChangeQueue<Change>): void {
      ask(
        () => from.next(),
        (change) => {
          if (subscriber.closed) return;
          if (change === undefined) return drained();
          subscriber.next(change);
          if (!subscriber.closed) take(from);
        },
        fail,
      );
    }

    function drained(): void {
      isDraining = false;
      if (!isCaughtUp) {
        isCaughtUp = true;
        subscriber.next(CAUGHT_UP);
      }
      if (isSignaled && !subscriber.closed) drain();
    }

    // A queue that comes late must be closed: nothing is released before the adapter has replied.
    function release(): void {
      if (isOpening) return;
      const closeEvent = (): void => runtime.closeEvent(event);
      const held = queue;
      if (held === undefined) closeEvent();
      else runtime.settle('ChangeQueue.close', () => held.close(), closeEvent);
    }

    ask(
      open,
      (opened) => {
        isOpening = false;
        queue = opened;
        if (subscriber.closed) release();
        else drain();
      },
      (error) => {
        isOpening = false;
        if (subscriber.closed) release();
        else fail(error);
      },
    );
    return release;
  });
}
