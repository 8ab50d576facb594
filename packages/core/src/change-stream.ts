import { Observable, Subscription } from 'rxjs';
import { ask } from './ask.ts';
import type { CollaborationAdapter } from './contract/adapter.ts';
import type { ChangeQueue, EventHandle } from './contract/event-handle.ts';
import { toCollaborationError } from './errors/collaboration-error.ts';
import type { Runtime } from './runtime.ts';

/** Emitted once, when all that was there before has been emitted: no change from here on is missed. */
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
    const wait = new Subscription();
    let event: EventHandle | undefined;
    let queue: ChangeQueue<Change> | undefined;
    let isOpening = true;
    let isReleased = false;
    let isCaughtUp = false;
    let isDraining = false;
    let isSignaledAgain = false;

    function fail(error: unknown): void {
      if (!subscriber.closed) subscriber.error(toCollaborationError(operation, error));
    }

    function drain(): void {
      if (queue === undefined || isDraining) {
        isSignaledAgain = true;
        return;
      }
      isDraining = true;
      isSignaledAgain = false;
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
      if (isSignaledAgain && !subscriber.closed) drain();
    }

    function release(): void {
      if (!isReleased || isOpening) return;
      const held = queue;
      if (held === undefined) return closeEvent();
      runtime.settle(`${operation}: close`, () => held.close(), closeEvent);
    }

    function closeEvent(): void {
      try {
        event?.close();
      } catch (error) {
        runtime.reportTeardownError('EventHandle.close', error);
      }
    }

    function open(): PromiseLike<ChangeQueue<Change>> {
      const created = adapter.createEvent();
      event = created;
      wait.add(created.signaled$.subscribe({ next: drain, complete: () => subscriber.complete() }));
      return openQueue(created);
    }

    // Not given up on release: a queue that comes late must be closed.
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

    return () => {
      isReleased = true;
      wait.unsubscribe();
      release();
    };
  });
}
