import type { CollaborationError, PersonNearMe } from '@beckon/core';
import { peopleNearMe } from '@beckon/core/people-near-me';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const PEOPLE_NEAR_ME: LiveStream<readonly PersonNearMe[]> = {
  hook: 'usePeopleNearMe',
  initial: [],
  open: peopleNearMe,
};

/**
 * The people who are signed in on the local subnet: core's `peopleNearMe`, shared by all components under
 * a provider. A person is the same object until it changes; `id` is a key. Their names are claims.
 *
 * Nobody while this side is not signed in there: see `useSignedIn`. `error` has the code `NOT_SUPPORTED` when
 * the adapter does not know who is near. On a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { usePeopleNearMe } from '@beckon/react';
 *
 * function Nearby() {
 *   const { value: people } = usePeopleNearMe();
 *   return people.map(({ id, nickname }) => <li key={id}>{nickname}</li>);
 * }
 * ```
 */
export function usePeopleNearMe<S = readonly PersonNearMe[]>(
  options: StreamOptions<readonly PersonNearMe[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(PEOPLE_NEAR_ME, null, options);
}
