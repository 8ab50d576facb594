import {
  type CollaborationEvent,
  CollaborationError,
  type Contact,
  type Endpoint,
  LIMITS,
} from '@beckon/core';
import { ContactList, type Standing } from '@beckon/core/adapter';
import { type Observable, Subject } from 'rxjs';
import type { ContactCard } from '../transport.ts';
import type { DocumentStore } from './document-store.ts';
import {
  type ContactOrigin,
  CONTACTS_KEY,
  contactToStore,
  storedContactsFormat,
} from './stored-contacts.ts';
import { readDocument, writeDocument } from './versioned-document.ts';

/** Addresses that are remembered of each contact besides those of its card. */
const REMEMBERED_ADDRESSES = 8;

/**
 * The contacts of this side, in memory and in a store. A change is written as one document, and counts
 * here when the store has it; changes wait for each other.
 */
export class ContactBook {
  readonly #store: DocumentStore;
  readonly #events$ = new Subject<CollaborationEvent>();
  readonly #changed$ = new Subject<string>();
  #contacts = new ContactList(() => undefined);
  #origins: ReadonlyMap<string, ContactOrigin> = new Map();
  /** Ends with the last change that waits. Never rejects. */
  #turn: Promise<void> = Promise.resolve();
  #isRemembering = false;

  constructor(store: DocumentStore) {
    this.#store = store;
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
   * Reads the store, in place of what was here.
   *
   * @throws CollaborationError `SERVICE_UNAVAILABLE` when the store cannot be read.
   */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const document = await this.#read();
      const stored =
        document === undefined ? [] : readDocument(storedContactsFormat, CONTACTS_KEY, document);
      this.#contacts = new ContactList(
        () => undefined,
        stored.map(({ contact }) => contact),
      );
      this.#origins = new Map(stored.map(({ contact, origin }) => [contact.peerName, origin]));
    });
  }

  /** Resolves when every change that was begun has ended. */
  settled(): Promise<void> {
    return this.#turn;
  }

  list(): readonly Contact[] {
    return this.#contacts.list();
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  get(operation: string, peerName: string): Contact {
    return this.#contacts.get(operation, peerName);
  }

  /** The card that was added. @throws CollaborationError `NOT_FOUND`. */
  cardOf(operation: string, peerName: string): string {
    this.#contacts.get(operation, peerName);
    return this.#origins.get(peerName)?.card ?? '';
  }

  standingOf(peerName: string): Standing {
    if (!this.#contacts.has(peerName)) return 'stranger';
    const { isBlocked } = this.#contacts.get('standingOf', peerName);
    return isBlocked === true ? 'blocked' : 'contact';
  }

  /** Whether a peer may watch the presence, the applications and the objects of this side. */
  mayWatch(peerName: string): boolean {
    if (this.standingOf(peerName) !== 'contact') return false;
    return this.#contacts.get('mayWatch', peerName).canWatchMe === true;
  }

  /** Where a contact was last, the best first. None for a peer who is no contact. */
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
    this.#inTurn(() => {
      this.#isRemembering = false;
      return this.#write('metAt', this.#contacts, this.#origins);
    }).catch(() => {
      // Nobody waits for it: the address is known here, and the next change stores it.
    });
  }

  /** Makes a change on copies, stores these, and takes them over. */
  #change(
    operation: string,
    peerName: string,
    change: (contacts: ContactList, origins: Map<string, ContactOrigin>) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
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

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return await this.#store.get(CONTACTS_KEY);
    } catch (cause) {
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `open: the stored contacts cannot be read (${messageOf(cause)}). Check the store that the adapter was given.`,
        { cause },
      );
    }
  }

  async #write(
    operation: string,
    contacts: ContactList,
    origins: ReadonlyMap<string, ContactOrigin>,
  ): Promise<void> {
    const stored = contacts.list().flatMap((contact) => {
      const origin = origins.get(contact.peerName);
      return origin === undefined ? [] : [{ contact, origin }];
    });
    try {
      await this.#store.put(CONTACTS_KEY, writeDocument(storedContactsFormat, stored));
    } catch (cause) {
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `${operation}: the contacts cannot be stored (${messageOf(cause)}), and stay as they were. Check the store that the adapter was given.`,
        { cause },
      );
    }
  }

  /** Runs `task` after all tasks before it. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(task);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

/** The contact of a card, before anything is decided about it. */
export function contactOf({ peerName, name }: ContactCard): Contact {
  return { peerName, ...(name === undefined ? {} : { displayName: name }) };
}

/** `changed`, with the addresses that came to be known while it was stored. */
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

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
