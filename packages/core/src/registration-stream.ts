import { defer, Observable, Subscription } from 'rxjs';
import type { CollaborationAdapter } from './contract/adapter.ts';
import type { EventHandle } from './contract/event-handle.ts';
import type { Registration } from './contract/registration.ts';
import { toCollaborationError } from './errors/collaboration-error.ts';
import type { Runtime } from './runtime.ts';

/** Emitted once, when all that was there before has been emitted: no change from here on is missed. */
export const CAUGHT_UP = 'caughtUp';
export type CaughtUp = typeof CAUGHT_UP;

/**
 * Registers, then emits every change, in order. Cold; unsubscribing ends the registration and closes
 * its event, also when the adapter has not replied yet. Completes when the adapter is closed.
 */
export function registrationStream<Change extends object>(
  adapter: CollaborationAdapter,
  operation: string,
  register: (event: EventHandle) => PromiseLike<Registration<Change>>,
  runtime: Runtime,
): Observable<Change | CaughtUp> {
  return new Observable((subscriber) => {
    const wait = new Subscription();
    let event: EventHandle | undefined;
    let registration: Registration<Change> | undefined;
    let isRegistering = true;
    let isReleased = false;
    let isCaughtUp = false;
    let isDraining = false;
    let isSignaledAgain = false;

    function fail(error: unknown): void {
      subscriber.error(toCollaborationError(operation, error));
    }

    function drain(): void {
      if (registration === undefined || isDraining) {
        isSignaledAgain = true;
        return;
      }
      isDraining = true;
      isSignaledAgain = false;
      take(registration);
    }

    function take(from: Registration<Change>): void {
      defer(() => from.next()).subscribe({
        next: (change) => {
          if (subscriber.closed) return;
          if (change !== undefined) {
            subscriber.next(change);
            if (!subscriber.closed) take(from);
            return;
          }
          isDraining = false;
          if (!isCaughtUp) {
            isCaughtUp = true;
            subscriber.next(CAUGHT_UP);
          }
          if (isSignaledAgain && !subscriber.closed) drain();
        },
        error: (error: unknown) => {
          if (!subscriber.closed) fail(error);
        },
      });
    }

    function release(): void {
      if (!isReleased || isRegistering) return;
      const held = registration;
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

    defer(() => {
      const created = adapter.createEvent();
      event = created;
      wait.add(created.signaled$.subscribe({ next: drain, complete: () => subscriber.complete() }));
      return register(created);
      // Not unsubscribed on release: a registration that comes late must be closed.
    }).subscribe({
      next: (made) => {
        isRegistering = false;
        registration = made;
        if (subscriber.closed) release();
        else drain();
      },
      error: (error: unknown) => {
        isRegistering = false;
        if (subscriber.closed) release();
        else fail(error);
      },
    });

    return () => {
      isReleased = true;
      wait.unsubscribe();
      release();
    };
  });
}
