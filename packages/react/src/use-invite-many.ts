import type { InvitationTarget } from '@beckon/core';
import type { InviteManyRequest } from '@beckon/core/invite-many';
import { useInsertionEffect, useMemo, useState } from 'react';
import { type InviteManyProgress, InviteManySlot } from './invite-many-slot.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { useLifetime } from './use-lifetime.ts';
import { useSnapshot } from './use-snapshot.ts';

/** What {@link useInviteMany} returns. The same object until it changes; the functions never change. */
export interface UseInviteManyResult extends InviteManyProgress {
  /**
   * Invites several people. What the last call has sent and was not answered yet is withdrawn. Does not
   * throw: see `error`. From a component that was removed it sends nothing.
   *
   * @throws Error when it is called while the component renders for the first time.
   */
  readonly inviteMany: (
    recipients: readonly InvitationTarget[],
    request: InviteManyRequest,
  ) => void;
  /** Withdraws what is not answered yet; it ends `cancelled`, or with the answer that came first. */
  readonly withdraw: () => void;
}

/**
 * Invites several people when the user acts: core's `inviteMany`. Rendering and effects send nothing. Removing the
 * component or its provider withdraws what is not answered, and so does another adapter; hiding it in an Activity
 * does not. `useInvitations` does not list these invitations.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import type { Contact } from '@beckon/core';
 * import { useInviteMany } from '@beckon/react';
 *
 * function InviteAll({ contacts }: { contacts: readonly Contact[] }) {
 *   const { inviteMany, withdraw, isPending, statuses } = useInviteMany();
 *   const recipients = contacts.map((contact) => ({ contact }));
 *   const request = {
 *     applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
 *     withdrawRest: 'afterFirst' as const,
 *   };
 *   return (
 *     <>
 *       <button onClick={() => inviteMany(recipients, request)}>Invite all</button>
 *       <button onClick={withdraw} disabled={!isPending}>
 *         Cancel
 *       </button>
 *       <output>{statuses.size} invited</output>
 *     </>
 *   );
 * }
 * ```
 */
export function useInviteMany(): UseInviteManyResult {
  const store = useCollaborationStore('useInviteMany');
  const [slot] = useState(() => new InviteManySlot());
  useInsertionEffect(() => slot.configure(store));
  useLifetime(slot.lifetime);
  const progress = useSnapshot(slot.progress, (snapshot) => snapshot);
  return useMemo(
    () => ({ ...progress, inviteMany: slot.inviteMany, withdraw: slot.withdraw }),
    [progress, slot],
  );
}
