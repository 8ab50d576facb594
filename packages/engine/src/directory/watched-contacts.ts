import type { Contact, Endpoint } from '@beckon/core';
import type { SeenEndpoint } from './peer-state.ts';
import type { PeerPlace } from './peer-follower.ts';
import { WatchedContact, type WatchedContactInit } from './watched-contact.ts';

export interface WatchedContactsInit extends Omit<WatchedContactInit, 'places' | 'contact'> {
  /** The contacts that this side watches now. */
  readonly contacts: () => readonly Contact[];
  /** The places where a contact may be now, the best first. */
  readonly placesOf: (contact: Contact) => readonly PeerPlace[];
  readonly contactOf: (peerName: string) => Contact;
}

/** The contacts that this side watches, while it is signed in. */
export class WatchedContacts {
  readonly #init: WatchedContactsInit;
  readonly #watched = new Map<string, WatchedContact>();

  constructor(init: WatchedContactsInit) {
    this.#init = init;
  }

  find(address: string): SeenEndpoint | undefined {
    for (const { seen } of this.#watched.values()) {
      if (seen?.endpoint.address === address) return seen;
    }
    return undefined;
  }

  /** Where a contact is now. */
  endpointOf(peerName: string): Endpoint | undefined {
    const watched = this.#watched.get(peerName);
    return watched?.isThere === true ? watched.seen?.endpoint : undefined;
  }

  concern(peerName: string): boolean {
    return this.#watched.has(peerName);
  }

  /** Must be called when the contacts have changed, or when this side has signed in or out. */
  review(): void {
    const { contacts } = this.#init;
    const wanted = new Map(contacts().map((contact) => [contact.peerName, contact]));
    for (const [peerName, watched] of this.#watched) {
      if (wanted.has(peerName)) continue;
      watched.stop();
      this.#watched.delete(peerName);
    }
    for (const peerName of wanted.keys()) {
      if (!this.#watched.has(peerName)) this.#follow(peerName);
    }
  }

  /** Must be called when a peer has connected, or has appeared near this side. A contact is tried at once. */
  onSign(peerName: string): void {
    this.#watched.get(peerName)?.follow();
  }

  close(): void {
    for (const watched of this.#watched.values()) watched.stop();
    this.#watched.clear();
  }

  #follow(peerName: string): void {
    const { placesOf, contactOf } = this.#init;
    const watched = new WatchedContact({
      ...this.#init,
      places: () => placesOf(contactOf(peerName)),
      contact: () => contactOf(peerName),
    });
    this.#watched.set(peerName, watched);
    watched.follow();
  }
}
