/**
 * Small pieces of data that peers and this side publish.
 *
 * @packageDocumentation
 */
import { defer, map, type Observable } from 'rxjs';
import { checkBytes, checkGuid, checkObject } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { LIMITS } from '../contract/limits.ts';
import type { CollaborationObject } from '../contract/objects.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { endpointValue } from './endpoint-value.ts';
import { endedWithAdapter } from './ended-with-adapter.ts';
import { heldHandle } from './held-handle.ts';
import { liveList } from './live-list.ts';
import { sameObjects } from './same-objects.ts';
import { tableOf } from '../table-of.ts';

const keyOf = ({ id }: CollaborationObject): string => id;

/**
 * The objects that are published at `endpoint`: the whole list first, and again at each change. Empty while the
 * endpoint is not reached, or does not tell this side. An object that has not changed is the same object.
 *
 * Cold: each subscription keeps the endpoint's data current, and ends that on unsubscribe. Completes when the
 * adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `objects`, `endpointData` or
 * `events`, and with `NOT_INITIALIZED` when it is not open.
 *
 * @throws TypeError for an endpoint of the wrong form.
 */
export function objects(
  adapter: CollaborationAdapter,
  endpoint: Endpoint,
  options: RuntimeOptions = {},
): Observable<readonly CollaborationObject[]> {
  const operation = 'objects';
  return endpointValue({
    operation,
    adapter,
    endpoint,
    changedBy: ['endpointObjectChanged'],
    table: 'objects',
    read: (functions) => functions.at(endpoint),
    absent: [] as readonly CollaborationObject[],
    options,
  }).pipe(sameObjects(keyOf));
}

/**
 * The objects that this side has published: the whole list first, and again at each change. Empty while signed
 * out.
 *
 * Cold, completes and errors as {@link objects} does, for the tables `objects` and `events`.
 */
export function ownObjects(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly CollaborationObject[]> {
  const operation = 'ownObjects';
  return liveList({
    operation,
    adapter,
    changedBy: ['myObjectChanged', 'myEndpointChanged'],
    table: 'objects',
    read: (functions) => functions.own(),
    keyOf,
    options,
  });
}

/**
 * Publishes an object while subscribed. Emits once, when it is published. It replaces an older object of the same
 * id.
 *
 * Cold: each subscription publishes, and unsubscribing withdraws what it has published, also when the adapter has
 * not replied yet. Completes when the adapter is closed. Errors with `NOT_SIGNED_IN` when signed out, with
 * `LIMIT_REACHED` beyond 128 objects, with `NOT_SUPPORTED` when the adapter has no table `objects`, and with
 * `NOT_INITIALIZED` when it is not open.
 *
 * @throws TypeError for an object of the wrong form, RangeError for no data or more than 16 384 bytes.
 */
export function published(
  adapter: CollaborationAdapter,
  object: CollaborationObject,
  options: RuntimeOptions = {},
): Observable<void> {
  const operation = 'published';
  checkObject(operation, 'object', object);
  checkGuid(operation, 'object.id', object.id);
  checkBytes(operation, 'object.data', object.data, LIMITS.objectDataBytes, 1);
  const runtime = new Runtime(options);
  return defer(() => {
    const table = tableOf(adapter, 'objects', operation);
    return heldHandle(operation, () => table.publish(object), runtime);
  }).pipe(
    map(() => undefined),
    endedWithAdapter(operation, adapter, runtime),
  );
}
