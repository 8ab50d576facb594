import { type CollaborationEvent, type Contact, type Endpoint, LIMITS } from '@beckon/core';
import { ContactList, type Standing } from '@beckon/core/adapter';
import { type Observable, Subject } from 'rxjs';
import type { ContactCard } from '../transport.ts';
import type { DocumentStore } from '../store/document-store.ts';
import { StoredDocument } from '../store/stored-document.ts';
import {
  type ContactOrigin,
  CONTACTS_KEY,
  contactToStore,
  type StoredContact,
  storedContactsFormat,
} from './stored-contacts.ts';

/** Most addresses that are remembered for each contact besides those of its card. */
const REMEMBERED_ADDRESSES = 8;

/**
 * The contacts of this side, in memory and in a store. A change is written as one document, and takes effect when the
 * store has it. Changes run one after another.
 */
export class ContactBook {
  readonly #document: StoredDocument<readonly StoredContact[]>;
  readonly #events$ = new Subject<CollaborationEvent>();
  readonly #changed$ = new Subject<string>();
  #contacts = new ContactList(() => undefined);
  #origins: ReadonlyMap<string, ContactOrigin> = new Map();
  #isRemembering = false;

  constructor(store: DocumentStore) {
    this.#document = new StoredDocument(store, CONTACTS_KEY, storedContactsFormat);
  }

  /** `watchListChanged` events, after each change. Never completes. */
  get events$(): Observable<CollaborationEvent> {
    return this.#events$;
  }

  /** The peer name of each contact that was added, updated or deleted, after the change. Never completes. */
  get changed$(): Observable<string> {
    return this.#changed$;
  }

  /**
   * Reads the store, and replaces the contacts in memory.
   *
   * @throws CollaborationError `SERVICE_UNAVAILABLE` when the store cannot be read.
   */
  load(): Promise<void> {
    return this.#document.inTurn(async () => {
      const stored = (await this.#document.read()) ?? [];
      this.#contacts = new ContactList(
        () => undefined,
        stored.map(({ contact }) => contact),
      );
      this.#origins = new Map(stored.map(({ contact, origin }) => [contact.peerName, origin]));
    });
  }

  /** Resolves when every change that has begun is done. */
  settled(): Promise<void> {
    return this.#document.settled();
  }

  list(): readonly Contact[] {
    return this.#contacts.list();
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  get(operation: string, peerName: string): Contact {
    return this.#contacts.get(operation, peerName);
  }

  find(peerName: string): Contact | undefined {
    return this.#contacts.has(peerName) ? this.#contacts.get('find', peerName) : undefined;
  }

  /** The card that was added. @throws CollaborationError `NOT_FOUND`. */
  cardOf(operation: string, peerName: string): string {
    this.#contacts.get(operation, peerName);
    return this.#origins.get(peerName)?.card ?? '';
  }

  standingOf(peerName: string): Standing {
    const contact = this.find(peerName);
    if (contact === undefined) return 'stranger';
    return contact.isBlocked === true ? 'blocked' : 'contact';
  }

  /** Whether a peer may watch the presence, the applications and the objects of this side. */
  mayWatch(peerName: string): boolean {
    const contact = this.find(peerName);
    return contact?.canWatchMe === true && contact.isBlocked !== true;
  }

  /** Where a contact was last, the best first. Empty for a peer that is no contact. */
  endpointsOf(peerName: string): readonly Endpoint[] {
    const origin = this.#origins.get(peerName);
    if (origin === undefined) return [];
    const { claims, metAt } = origin;
    return [...new Set([...metAt, ...claims.addresses])]
      .slice(0, LIMITS.endpointsPerContact)
      .map((address) => ({ address, ...(claims.name === undefined ? {} : { name: claims.name }) }));
  }

  /** Adds the peer of a card that has been verified. The contact may watch this side. */
  async add(operation: string, card: string, read: ContactCard): Promise<Contact> {
    const { peerName, name, addresses } = read;
    const contact = contactToStore(operation, { ...contactOf(read), canWatchMe: true });
    await this.#change(operation, peerName, (contacts, origins) => {
      contacts.add(operation, contact);
      const claims = { ...(name === undefined ? {} : { name }), addresses };
      origins.set(peerName, { card, claims, metAt: [] });
    });
    return contact;
  }

  async update(operation: string, contact: Contact): Promise<void> {
    const updated = contactToStore(operation, contact);
    await this.#change(operation, contact.peerName, (contacts) =>
      contacts.update(operation, updated),
    );
  }

  async delete(operation: string, peerName: string): Promise<void> {
    await this.#change(operation, peerName, (contacts, origins) => {
      contacts.delete(operation, peerName);
      origins.delete(peerName);
    });
  }

  /** This side has reached a peer. The address of a contact is remembered, and stored when the store allows. */
  metAt(peerName: string, address: string): void {
    const origin = this.#origins.get(peerName);
    if (origin === undefined || origin.metAt[0] === address) return;
    const metAt = [address, ...origin.metAt.filter((other) => other !== address)];
    this.#origins = new Map(this.#origins).set(peerName, {
      ...origin,
      metAt: metAt.slice(0, REMEMBERED_ADDRESSES),
    });
    if (this.#isRemembering) return;
    this.#isRemembering = true;
    this.#document
      .inTurn(() => {
        this.#isRemembering = false;
        return this.#write('metAt', this.#contacts, this.#origins);
      })
      .catch(() => {
        // A failed write is ignored: the address is known in memory, and the next change stores it.
      });
  }

  /** Makes a change on copies, stores the copies, and then uses them. */
  #change(
    operation: string,
    peerName: string,
    change: (contacts: ContactList, origins: Map<string, ContactOrigin>) => void,
  ): Promise<void> {
    return this.#document.inTurn(async () => {
      const events: CollaborationEvent[] = [];
      const contacts = new ContactList((event) => events.push(event), this.#contacts.list());
      const origins = new Map(this.#origins);
      change(contacts, origins);
      await this.#write(operation, contacts, origins);
      this.#contacts = contacts;
      this.#origins = withNewestAddresses(origins, this.#origins);
      for (const event of events) this.#events$.next(event);
      this.#changed$.next(peerName);
    });
  }

  #write(
    operation: string,
    contacts: ContactList,
    origins: ReadonlyMap<string, ContactOrigin>,
  ): Promise<void> {
    const stored = contacts.list().flatMap((contact) => {
      const origin = origins.get(contact.peerName);
      return origin === undefined ? [] : [{ contact, origin }];
    });
    return this.#document.write(operation, stored);
  }
}

/** The contact of a card, as it is before it is added. */
export function contactOf({ peerName, name }: ContactCard): Contact {
  return { peerName, ...(name === undefined ? {} : { displayName: name }) };
}

/** `changed`, with the addresses that were learned while it was being stored. */
function withNewestAddresses(
  changed: ReadonlyMap<string, ContactOrigin>,
  present: ReadonlyMap<string, ContactOrigin>,
): ReadonlyMap<string, ContactOrigin> {
  return new Map(
    [...changed].map(([peerName, origin]) => {
      const { metAt } = present.get(peerName) ?? origin;
      return [peerName, { ...origin, metAt }];
    }),
  );
}
