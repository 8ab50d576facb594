import { type SelectOptions, selectorOf } from './select-options.ts';
import type { SentInvitation } from './sent-invitation.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { useSnapshot } from './use-snapshot.ts';

/**
 * The invitations in flight under the provider, the oldest first, whichever component sent them. Those
 * that have ended are gone. On a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useInvitations } from '@beckon/react';
 *
 * function Ringing() {
 *   const count = useInvitations({ select: (invitations) => invitations.length });
 *   return <output>{count} unanswered</output>;
 * }
 * ```
 */
export function useInvitations<S = readonly SentInvitation[]>(
  options: SelectOptions<readonly SentInvitation[], S> = {},
): S {
  const { sent } = useCollaborationStore('useInvitations');
  return useSnapshot(sent, selectorOf(options), options.isEqual);
}
