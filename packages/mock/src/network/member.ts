import { type Contact, type Endpoint, type Inviter, LIMITS } from '@beckon/core';
import { checkText } from '@beckon/core/adapter';
import { peerNameOf } from './address.ts';
import { checkMembers } from './check-members.ts';

/** The details that a contact gives about itself. */
export type ContactDetails = Pick<Contact, 'nickname' | 'displayName' | 'emailAddress'>;

const DETAILS = Object.keys({
  nickname: true,
  displayName: true,
  emailAddress: true,
} satisfies Record<keyof ContactDetails, true>) as readonly (keyof ContactDetails)[];

/** A member of the network: its address, its contact and its endpoint. */
export class Member {
  readonly address: string;
  readonly contact: Contact;
  #endpoint: Endpoint;

  /**
   * @param operation - For messages.
   * @throws TypeError when `address` is not an address, or a detail has the wrong form.
   * @throws RangeError when a detail is too long.
   */
  constructor(operation: string, address: string, details: ContactDetails = {}) {
    const peerName = peerNameOf(operation, 'name', address);
    checkMembers(operation, 'contact', details, DETAILS);
    const given = DETAILS.flatMap((name) => {
      const text = details[name];
      if (text === undefined) return [];
      checkText(operation, `contact.${name}`, text, LIMITS.contactNameUtf16Units);
      return [[name, text] as const];
    });
    this.address = address;
    this.contact = Object.freeze({ peerName, ...Object.fromEntries(given) });
    this.#endpoint = Object.freeze({ address, name: details.displayName || peerName });
  }

  /** The address at which others reach the member, with the present name of its endpoint. */
  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  get name(): string {
    return this.#endpoint.name ?? '';
  }

  /** Renames the endpoint. Invitations that are sent from then on carry the name. */
  set name(name: string) {
    this.#endpoint = Object.freeze({ address: this.address, name });
  }

  /** The member as the sender of an invitation. The network vouches for every member. */
  get inviter(): Inviter {
    return { endpoint: this.#endpoint, contact: this.contact, isVerified: true };
  }
}
