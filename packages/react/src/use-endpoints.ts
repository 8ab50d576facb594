import type { CollaborationError, Contact, Endpoint } from '@beckon/core';
import { endpoints } from '@beckon/core/contacts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const ENDPOINTS: LiveStream<readonly Endpoint[], Contact> = {
  hook: 'useEndpoints',
  initial: [],
  keyOf: ({ peerName }) => peerName,
  open: (adapter, options, contact) => endpoints(adapter, contact, options),
};

/**
 * The endpoints at which a watched contact is signed in: core's `endpoints`, shared by all components under
 * a provider that show the same `peerName`. Without a contact, and on a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useEndpoints<S = readonly Endpoint[]>(
  contact: Contact | undefined,
  options: StreamOptions<readonly Endpoint[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(ENDPOINTS, contact, options);
}
