import type { Contact } from '../domain/contact.ts';
import type { Endpoint } from '../domain/endpoint.ts';

/** The contact store. A contact card is opaque text that carries the contact's credentials. */
export interface ContactFunctions {
  /** All contacts without oneself (`PeerCollabEnumContacts`). */
  list(): PromiseLike<readonly Contact[]>;
  /** One contact; without a name oneself (`PeerCollabGetContact`). Rejects with `NOT_FOUND`. */
  get(peerName?: string): PromiseLike<Contact>;
  /** Trusts the peer of a card (`PeerCollabAddContact`). Rejects with `ALREADY_EXISTS`. */
  add(card: string): PromiseLike<Contact>;
  /** Stores changed fields (`PeerCollabUpdateContact`). Rejects with `NOT_FOUND`. */
  update(contact: Contact): PromiseLike<void>;
  /** Removes a contact (`PeerCollabDeleteContact`). Rejects with `NOT_FOUND`. */
  delete(peerName: string): PromiseLike<void>;
  /** The card of a contact; without a name one's own (`PeerCollabExportContact`). */
  export(peerName?: string): PromiseLike<string>;
  /** Reads a card without storing it (`PeerCollabParseContact`). */
  parse(card: string): PromiseLike<Contact>;
  /** Where a watched contact is signed in (`PeerCollabEnumEndpoints`). */
  endpoints(contact: Contact): PromiseLike<readonly Endpoint[]>;
}
