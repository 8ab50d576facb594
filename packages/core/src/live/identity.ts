/**
 * What this side calls itself, and where others reach it.
 *
 * @packageDocumentation
 */
import { distinctUntilChanged, type Observable } from 'rxjs';
import { checkName, checkText } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RuntimeOptions } from '../runtime.ts';
import { asking } from './asking.ts';
import { liveList } from './live-list.ts';
import { liveValue } from './live-value.ts';

/**
 * The endpoints at which others reach this side, the best first: the whole list first, and again at each change.
 * Empty where the adapter does not report them.
 *
 * Cold: each subscription has an event queue of its own at the adapter, and closes it on unsubscribe. Completes
 * when the adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `events`, and with
 * `NOT_INITIALIZED` when it is not open.
 */
export function ownEndpoints(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly Endpoint[]> {
  return liveList({
    operation: 'ownEndpoints',
    adapter,
    changedBy: ['myEndpointChanged'],
    table: 'identity',
    read: (functions) => functions.endpoints(),
    keyOf: ({ address }) => address,
    options,
  });
}

/**
 * The name of this endpoint: as it is, and again at each change. Empty without a name, and while signed out where
 * the name needs signing in.
 *
 * Cold, completes and errors as {@link ownEndpoints} does.
 */
export function endpointName(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<string> {
  return liveValue({
    operation: 'endpointName',
    adapter,
    changedBy: ['myEndpointChanged'],
    table: 'identity',
    read: (functions) => functions.name(),
    absent: '',
    options,
  }).pipe(distinctUntilChanged());
}

/**
 * Renames this endpoint: 1 to 255 UTF-16 units. Rejects with a TypeError or RangeError for another name, and with
 * `NOT_SIGNED_IN` on Windows when signed out.
 */
export async function setEndpointName(adapter: CollaborationAdapter, name: string): Promise<void> {
  checkName('setEndpointName', 'name', name);
  checkText('setEndpointName', 'name', name, LIMITS.endpointNameUtf16Units);
  return asking('setEndpointName', () => adapter.identity.setName(name));
}
