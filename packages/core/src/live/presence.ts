/**
 * Whether peers are free, as live values.
 *
 * @packageDocumentation
 */
import { distinctUntilChanged, type Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Presence } from '../contract/presence.ts';
import type { RuntimeOptions } from '../runtime.ts';
import { asking } from './asking.ts';
import { endpointValue } from './endpoint-value.ts';
import { isEqualData } from './equal-data.ts';
import { liveValue } from './live-value.ts';
import { tableOf } from '../table-of.ts';

const OFFLINE: Presence = Object.freeze({ status: 'offline' });

/**
 * The presence at `endpoint`: as it is, and again at each change. `offline` while nobody is reached there, or
 * tells this side; the adapter goes on trying, as far as it can.
 *
 * Cold: each subscription keeps the endpoint's data current, and ends that on unsubscribe. Completes when the
 * adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `presence`, `endpointData` or
 * `events`, and with `NOT_INITIALIZED` when it is not open.
 *
 * @throws TypeError for an endpoint of the wrong form.
 * @example
 * ```ts
 * import type { CollaborationAdapter, Endpoint } from '@beckon/core';
 * import { presence } from '@beckon/core/presence';
 *
 * declare const adapter: CollaborationAdapter;
 * declare const endpoint: Endpoint;
 *
 * presence(adapter, endpoint).subscribe(({ status, text }) => console.log(status, text ?? ''));
 * ```
 */
export function presence(
  adapter: CollaborationAdapter,
  endpoint: Endpoint,
  options: RuntimeOptions = {},
): Observable<Presence> {
  const operation = 'presence';
  return endpointValue({
    operation,
    adapter,
    endpoint,
    changedBy: ['endpointPresenceChanged'],
    table: 'presence',
    read: (functions) => functions.at(endpoint),
    absent: OFFLINE,
    options,
  }).pipe(distinctUntilChanged<Presence>(isEqualData));
}

/**
 * This side's own presence: as it is, and again at each change. `offline` while signed out.
 *
 * Cold, completes and errors as {@link presence} does, for the tables `presence` and `events`.
 */
export function ownPresence(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<Presence> {
  const operation = 'ownPresence';
  return liveValue({
    operation,
    adapter,
    // The last two tell that this side has signed in or out.
    changedBy: ['myPresenceChanged', 'myEndpointChanged', 'peopleNearMeChanged'],
    concerns: (event) => event.type !== 'peopleNearMeChanged' || event.person === undefined,
    table: 'presence',
    read: (functions) => functions.own(),
    absent: OFFLINE,
    options,
  }).pipe(distinctUntilChanged<Presence>(isEqualData));
}

/**
 * Sets this side's presence. Rejects with `INVALID_ARGUMENT` for `offline` (sign out for that) and for a text
 * over 255 UTF-16 units, and with `NOT_SIGNED_IN` when signed out.
 */
export function setPresence(adapter: CollaborationAdapter, presence: Presence): Promise<void> {
  return asking('setPresence', (operation) =>
    tableOf(adapter, 'presence', operation).setOwn(presence),
  );
}
