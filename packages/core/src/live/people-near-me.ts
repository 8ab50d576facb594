/**
 * The people on the local subnet, as a live list.
 *
 * @packageDocumentation
 */
import type { Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { PersonNearMe } from '../contract/people-near-me.ts';
import type { RuntimeOptions } from '../runtime.ts';
import { liveList } from './live-list.ts';

/**
 * The people who are signed in on the local subnet: the whole list first, and again at each change. Empty while
 * this side is not signed in there. A person who has not changed is the same object; `id` is a key.
 *
 * Cold: each subscription has an event queue of its own at the adapter, and closes it on unsubscribe. Completes
 * when the adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `peopleNearMe` or
 * `events`, and with `NOT_INITIALIZED` when it is not open.
 *
 * @example
 * ```ts
 * import type { CollaborationAdapter } from '@beckon/core';
 * import { peopleNearMe } from '@beckon/core/people-near-me';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * peopleNearMe(adapter).subscribe((people) => console.log(people.map(({ nickname }) => nickname)));
 * ```
 */
export function peopleNearMe(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly PersonNearMe[]> {
  const operation = 'peopleNearMe';
  return liveList({
    operation,
    adapter,
    changedBy: ['peopleNearMeChanged'],
    table: 'peopleNearMe',
    read: (functions) => functions.list(),
    keyOf: ({ id }) => id,
    options,
  });
}
