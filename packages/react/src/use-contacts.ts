import type { CollaborationError, Contact } from '@beckon/core';
import { contacts } from '@beckon/core/contacts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const CONTACTS: LiveStream<readonly Contact[]> = {
  hook: 'useContacts',
  initial: [],
  open: contacts,
};

/**
 * The contacts of this side: core's `contacts`, shared by all components under a provider. A contact is
 * the same object until it changes; `peerName` is a key. On a server: none. Change contacts with the functions of
 * `@beckon/core/contacts`: the list hears of those changes, and of changes of watched contacts.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useContacts } from '@beckon/react';
 *
 * function Blocked() {
 *   const { value: count } = useContacts({
 *     select: (contacts) => contacts.filter(({ isBlocked }) => isBlocked).length,
 *   });
 *   return <output>{count} blocked</output>;
 * }
 * ```
 */
export function useContacts<S = readonly Contact[]>(
  options: StreamOptions<readonly Contact[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(CONTACTS, null, options);
}
