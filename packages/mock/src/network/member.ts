import { type Contact, type Endpoint, type Inviter, LIMITS } from '@beckon/core';
import { checkText } from '@beckon/core/adapter';
import { peerNameOf } from './address.ts';
import { checkMembers } from './check-members.ts';

/** What a contact says about itself. */
export type ContactDetails = Pick<Contact, 'nickname' | 'displayName' | 'emailAddress'>;

const DETAILS = Object.keys({
  nickname: true,
  displayName: true,
  emailAddress: true,
} satisfies Record<keyof ContactDetails, true>) as readonly (keyof ContactDetails)[];

/** Who is at an address of the network. */
export class Member {
  readonly address: string;
  readonly contact: Contact;
  #endpoint: Endpoint;

  /**
   * @param operation - For messages.
   * @throws TypeError when `address` is not one, or a detail has the wrong form.
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

  /** Where others reach it, and what that place is called. */
  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  get name(): string {
    return this.#endpoint.name ?? '';
  }

  /** Calls the endpoint something else, for those who hear of it later. */
  set name(name: string) {
    this.#endpoint = Object.freeze({ address: this.address, name });
  }

  /** What the recipient of an invitation is told. The network vouches for everybody. */
  get inviter(): Inviter {
    return { endpoint: this.#endpoint, contact: this.contact, isVerified: true };
  }
}
