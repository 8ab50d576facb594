import { type CollaborationError, type IncomingInvitation, pendingInvitations } from '@beckon/core';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const INCOMING: LiveStream<readonly IncomingInvitation[]> = {
  hook: 'useIncomingInvitations',
  initial: [],
  open: pendingInvitations,
};

/**
 * The incoming invitations that can be answered, the oldest first: core's own objects, with
 * `accept(message?, data?)` and `decline(message?)`. An invitation leaves the list when it is answered,
 * withdrawn or expired; its `status$` tells what became of it. All components under a provider share one
 * change queue of the adapter.
 *
 * `error` has the code `NOT_SUPPORTED` when the adapter has no inbox (on Windows the system shows
 * invitations itself), and `NOT_INITIALIZED` when it is not open. `complete` when the adapter is closed:
 * `restart()` opens a change queue again once the adapter is open. On a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useIncomingInvitations } from '@beckon/react';
 *
 * function Inbox() {
 *   const { value: invitations } = useIncomingInvitations();
 *   return invitations.map(({ id, message, accept }) => (
 *     <button key={id} onClick={() => void accept()}>
 *       {message}
 *     </button>
 *   ));
 * }
 * ```
 */
export function useIncomingInvitations<S = readonly IncomingInvitation[]>(
  options: StreamOptions<readonly IncomingInvitation[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(INCOMING, null, options);
}
