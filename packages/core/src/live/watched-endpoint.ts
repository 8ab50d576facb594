import { Observable } from 'rxjs';
import { ask } from '../ask.ts';
import { CAUGHT_UP, changeStream } from '../change-stream.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type {
  CollaborationEvent,
  CollaborationEventType,
} from '../contract/collaboration-events.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import {
  type CollaborationErrorCode,
  toCollaborationError,
} from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';
import { heldHandle } from './held-handle.ts';
import { tableOf } from '../table-of.ts';

/** What is known of the data of an endpoint. */
export type EndpointNews =
  | { readonly isAtHand: true }
  | { readonly isAtHand: false; readonly error: CollaborationErrorCode };

const AT_HAND: EndpointNews = Object.freeze({ isAtHand: true });

export interface WatchedEndpointInit {
  /** The function that the app has called, for messages. */
  readonly operation: string;
  readonly adapter: CollaborationAdapter;
  readonly endpoint: Endpoint;
  /** The types of the events that tell changes of the data. */
  readonly changedBy: readonly CollaborationEventType[];
  readonly runtime: Runtime;
}

/**
 * Keeps the data of an endpoint current while subscribed. Emits when the data is at hand, after each change of it,
 * and when it is not to be had (any more); the adapter may get it later.
 *
 * Unsubscribing ends the subscription of the endpoint and closes the event queue, also when the adapter has not
 * replied yet. Completes when the adapter is closed.
 */
export function watchedEndpoint({
  operation,
  adapter,
  endpoint,
  changedBy,
  runtime,
}: WatchedEndpointInit): Observable<EndpointNews> {
  return new Observable((subscriber) => {
    const fail = (error: unknown): void => subscriber.error(toCollaborationError(operation, error));
    try {
      const events = tableOf(adapter, 'events', operation);
      const endpointData = tableOf(adapter, 'endpointData', operation);
      const types = [...changedBy, 'requestStatusChanged' as const];
      const filters = types.map((type) => ({ type, endpoint }));
      // The subscription begins when the queue is open: nothing falls between.
      const begin = (): void => {
        const subscription$ = heldHandle(
          operation,
          () => endpointData.subscribe(endpoint),
          runtime,
        );
        subscriber.add(
          subscription$.subscribe({
            next: (subscription) =>
              ask(
                () => subscription.isNew(),
                (isNew) => {
                  if (!isNew) subscriber.next(AT_HAND);
                },
                fail,
              ),
            error: fail,
          }),
        );
      };
      subscriber.add(
        changeStream(
          adapter,
          operation,
          (event) => events.changes(filters, event),
          runtime,
        ).subscribe({
          next: (change) => {
            if (change === CAUGHT_UP) begin();
            else subscriber.next(newsOf(change));
          },
          error: fail,
          complete: () => subscriber.complete(),
        }),
      );
    } catch (error) {
      fail(error);
    }
  });
}

function newsOf(event: CollaborationEvent): EndpointNews {
  return event.type === 'requestStatusChanged' && event.error !== undefined
    ? { isAtHand: false, error: event.error }
    : AT_HAND;
}
