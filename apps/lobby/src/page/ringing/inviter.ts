import type { Contact, IncomingInvitation } from '@beckon/core';
import { identityOf } from '../people/person.ts';

/** Who invites, in words. */
export interface InviterWords {
  /** For a contact the name in the list of contacts, else what they call themselves. */
  readonly name: string;
  readonly identity: string;
  readonly contact?: Contact;
}

export function inviterOf(
  { from }: IncomingInvitation,
  contacts: readonly Contact[],
): InviterWords {
  const proven = from.isVerified ? from.contact?.peerName : undefined;
  const contact = contacts.find(({ peerName }) => peerName === proven);
  const claimed = from.endpoint.name ?? 'Somebody without a name';
  return {
    name: contact?.nickname ?? contact?.displayName ?? claimed,
    identity: proven ?? identityOf(from.endpoint),
    ...(contact === undefined ? {} : { contact }),
  };
}
