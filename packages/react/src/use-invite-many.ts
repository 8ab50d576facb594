import type { InvitationTarget } from '@beckon/core';
import type { InviteManyRequest } from '@beckon/core/invite-many';
import { useInsertionEffect, useState } from 'react';
import { type InviteManyProgress, InviteManySlot } from './invite-many-slot.ts';
import { useAdapter } from './use-adapter.ts';
import { useLifetime } from './use-lifetime.ts';
import { useSnapshot } from './use-snapshot.ts';

/** What {@link useInviteMany} returns. */
export interface UseInviteManyResult extends InviteManyProgress {
  /**
   * Invites several people. What the last call has sent and was not answered yet is withdrawn. Does not
   * throw: see `error`. The same function always.
   */
  readonly inviteMany: (
    recipients: readonly InvitationTarget[],
    request: InviteManyRequest,
  ) => void;
  /** Withdraws what is not answered yet; `statuses` stays as it is. The same function always. */
  readonly withdraw: () => void;
}

/**
 * Invites several people when the user acts: core's `inviteMany`. Rendering and effects send nothing. Removing the
 * component withdraws what is not answered; hiding it in an Activity does not.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useInviteMany(): UseInviteManyResult {
  const adapter = useAdapter();
  const [slot] = useState(() => new InviteManySlot());
  useInsertionEffect(() => slot.configure(adapter));
  useLifetime(slot.lifetime);
  const progress = useSnapshot(slot.progress, (snapshot) => snapshot);
  return { ...progress, inviteMany: slot.inviteMany, withdraw: slot.withdraw };
}
