import type { ReceivedInvitation } from '@beckon/core';

/**
 * Whose invitations an adapter takes: everybody's, nobody's, those of the trusted contacts, or what a
 * function decides. A refusal looks to the sender as if nobody were there.
 */
export type Policy =
  | 'anyone'
  | 'nobody'
  | {
      /** `peerName`s. */
      readonly trusted: readonly string[];
    }
  | ((invitation: ReceivedInvitation) => boolean);

/** @throws what a policy function throws. */
export function isAllowed(policy: Policy, invitation: ReceivedInvitation): boolean {
  if (policy === 'anyone') return true;
  if (policy === 'nobody') return false;
  if (typeof policy === 'function') return policy(invitation);
  const { contact } = invitation.from;
  return contact !== undefined && policy.trusted.includes(contact.peerName);
}
