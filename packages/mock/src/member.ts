import type { Contact, Endpoint, Inviter } from '@beckon/core';
import { peerNameOf } from './address.ts';

/** What a contact says about itself. */
export type ContactDetails = Pick<Contact, 'nickname' | 'displayName' | 'emailAddress'>;

/** Who is at an address of the network. */
export interface Member {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
}

/** @throws TypeError when `name` is not an address. */
export function createMember(
  operation: string,
  name: string,
  details: ContactDetails = {},
): Member {
  const peerName = peerNameOf(operation, name);
  return {
    endpoint: Object.freeze({ address: name, name: details.displayName ?? peerName }),
    contact: Object.freeze({ peerName, ...details }),
  };
}

/** How others see who invites them. The network vouches for everybody. */
export function inviterOf({ endpoint, contact }: Member): Inviter {
  return { endpoint, contact, isVerified: true };
}
