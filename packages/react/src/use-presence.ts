import type { CollaborationError, Endpoint, Presence } from '@beckon/core';
import { presence } from '@beckon/core/presence';
import { addressOf } from './address-of.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const PRESENCE: LiveStream<Presence | undefined, Endpoint> = {
  hook: 'usePresence',
  initial: undefined,
  keyOf: addressOf,
  open: (adapter, options, endpoint) => presence(adapter, endpoint, options),
};

/**
 * The presence at an endpoint: core's `presence`, shared by all components under a provider that show the
 * same address. `offline` while the endpoint is not reached. `value` is `undefined` while `isWaiting`: until the
 * first is known, without an endpoint, and on a server. This side's own: `useOwnPresence`.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import type { PersonNearMe } from '@beckon/core';
 * import { usePresence } from '@beckon/react';
 *
 * function Person({ person }: { person: PersonNearMe }) {
 *   const { value: status } = usePresence(person.endpoint, {
 *     select: (presence) => presence?.status,
 *   });
 *   return <li className={status}>{person.nickname}</li>;
 * }
 * ```
 */
export function usePresence<S = Presence | undefined>(
  endpoint: Endpoint | undefined,
  options: StreamOptions<Presence | undefined, S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(PRESENCE, endpoint, options);
}
