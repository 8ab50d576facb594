import type { Endpoint } from './endpoint.ts';

/** A person known by a verified key. */
export interface Contact {
  /**
   * The name that belongs to the contact's key: a PeerId with libp2p, a secure peer name
   * (`40 hex digits.classifier`) on Windows. Only this field is proven; the other fields are claims.
   */
  readonly peerName: string;
  /** At most 255 UTF-16 units, as {@link displayName}. */
  readonly nickname?: string;
  readonly displayName?: string;
  readonly emailAddress?: string;
  /** Whether this side watches the contact's presence (`fWatch`). */
  readonly isWatched?: boolean;
  /** Whether the contact may see this side's presence (`WatcherPermissions`). */
  readonly canWatchMe?: boolean;
  /**
   * Whether this side takes nothing from the contact: no invitation, no watch. It outranks every reception.
   * Windows cannot store it.
   */
  readonly isBlocked?: boolean;
  /** The proof of {@link peerName}, in the adapter's own form. */
  readonly credentials?: Uint8Array;
}

/**
 * The contact store. It does not hold this side's own contact: see `identity`. A card is opaque text
 * that carries the contact's credentials. Only {@link endpoints} and {@link export} need signing in.
 */
export interface ContactFunctions {
  /** All contacts (`PeerCollabEnumContacts`). */
  list(): PromiseLike<readonly Contact[]>;
  /** One contact (`PeerCollabGetContact`). Rejects with `NOT_FOUND`. */
  get(peerName: string): PromiseLike<Contact>;
  /**
   * Trusts the peer of a card (`PeerCollabAddContact`), and lets it see this side's presence (`canWatchMe`). Rejects
   * with `ALREADY_EXISTS`.
   */
  add(card: string): PromiseLike<Contact>;
  /** Stores changed fields (`PeerCollabUpdateContact`). Rejects with `NOT_FOUND`. */
  update(contact: Contact): PromiseLike<void>;
  /** Removes a contact (`PeerCollabDeleteContact`). Rejects with `NOT_FOUND`. */
  delete(peerName: string): PromiseLike<void>;
  /** The card of a contact (`PeerCollabExportContact`). Rejects with `NOT_FOUND`, and on Windows with `NOT_SIGNED_IN`. */
  export(peerName: string): PromiseLike<string>;
  /** Reads a card without storing it (`PeerCollabParseContact`). */
  parse(card: string): PromiseLike<Contact>;
  /**
   * The endpoints at which a watched contact is signed in (`PeerCollabEnumEndpoints`), at most 50.
   * Rejects with `NOT_SIGNED_IN`.
   */
  endpoints(contact: Contact): PromiseLike<readonly Endpoint[]>;
}
