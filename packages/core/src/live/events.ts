/**
 * What changes around this side, as one Observable.
 *
 * @packageDocumentation
 */
import { defer, filter, type Observable } from 'rxjs';
import { CAUGHT_UP, changeStream } from '../change-stream.ts';
import { checkWord } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import {
  COLLABORATION_EVENT_TYPES,
  type CollaborationEvent,
  type CollaborationEventFilter,
  type CollaborationEventType,
} from '../contract/collaboration-events.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { tableOf } from '../table-of.ts';

/** The events of some types. */
export type EventOf<Type extends CollaborationEventType> = OfType<CollaborationEvent, Type>;

// One member of the union can stand for several types.
type OfType<Event, Type> = Event extends { readonly type: infer Own }
  ? Extract<Own, Type> extends never
    ? never
    : Event & { readonly type: Extract<Own, Type> }
  : never;

/**
 * Emits each change around this side that matches one of `filters`, from the subscription on.
 *
 * Cold: each subscription has a change queue of its own at the adapter, and closes it on unsubscribe, also when
 * the adapter has not replied yet. Completes when the adapter is closed. Errors with `NOT_SUPPORTED` when the
 * adapter has no table `events`, and with `NOT_INITIALIZED` when it is not open.
 *
 * @param filters - At least one; each names a type, and may name one application or object.
 * @throws TypeError for no filters, or an unknown type.
 * @example
 * ```ts
 * import type { CollaborationAdapter } from '@beckon/core';
 * import { collaborationEvents } from '@beckon/core/events';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * collaborationEvents(adapter, [{ type: 'endpointPresenceChanged' }]).subscribe(
 *   ({ endpoint, presence }) => console.log(endpoint?.name, presence?.status),
 * );
 * ```
 */
export function collaborationEvents<Type extends CollaborationEventType>(
  adapter: CollaborationAdapter,
  filters: readonly (CollaborationEventFilter & { readonly type: Type })[],
  options: RuntimeOptions = {},
): Observable<EventOf<Type>> {
  const operation = 'collaborationEvents';
  if (!Array.isArray(filters) || filters.length === 0) {
    throw new TypeError(`${operation}: filters must be a list of at least one event type.`);
  }
  for (const { type } of filters) {
    checkWord(operation, 'filters.type', type, COLLABORATION_EVENT_TYPES);
  }
  const runtime = new Runtime(options);
  return defer(() => {
    const events = tableOf(adapter, 'events', operation);
    return changeStream(adapter, operation, (event) => events.changes(filters, event), runtime);
  }).pipe(filter((change): change is EventOf<Type> => change !== CAUGHT_UP));
}
