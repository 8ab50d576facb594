import { checkContent } from '@beckon/core/adapter';
import type { DocumentFormat } from '../store/versioned-document.ts';
import type { AcceptedInvitation } from './accepted-invitations.ts';

/** Where a document store holds the invitations that were accepted last. */
export const ACCEPTED_INVITATIONS_KEY = 'accepted-invitations';

export interface StoredAcceptedInvitation {
  /** The key of the invitation, see {@link AcceptedInvitations.add}. */
  readonly askedBy: string;
  readonly invitation: AcceptedInvitation;
  /** In milliseconds since 1970. */
  readonly acceptedAt: number;
}

export const storedAcceptedInvitationsFormat: DocumentFormat<readonly StoredAcceptedInvitation[]> =
  {
    what: 'accepted invitations',
    migrations: [],
    read: (content) => {
      if (!Array.isArray(content)) throw new TypeError('The invitations are no list.');
      return (content as readonly unknown[]).map(readInvitation);
    },
  };

function readInvitation(value: unknown): StoredAcceptedInvitation {
  const { askedBy, invitation, acceptedAt } = value as StoredAcceptedInvitation;
  const { id, wireId, peerName, target } = invitation;
  for (const each of [askedBy, id]) checkContent.invitationId('open', each);
  checkContent.peerName('open', peerName);
  checkContent.guid('open', 'wireId', wireId);
  if (!Number.isFinite(acceptedAt)) throw new TypeError('An invitation has no time.');
  return { askedBy, invitation: { id, wireId, peerName, target }, acceptedAt };
}
