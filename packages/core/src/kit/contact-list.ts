import type { ChangeType, CollaborationEvent } from '../contract/collaboration-events.ts';
import type { Contact } from '../contract/contacts.ts';
import { CollaborationError } from '../errors/collaboration-error.ts';

/** The contacts of this side, by peer name. */
export class ContactList {
  readonly #onChange: (event: CollaborationEvent) => void;
  readonly #contacts: Map<string, Contact>;

  /**
   * @param onChange - Called with each `watchListChanged` event, after the change. Only watched contacts
   *   cause one.
   * @param initial - The contacts that are stored already.
   */
  constructor(onChange: (event: CollaborationEvent) => void, initial: readonly Contact[] = []) {
    this.#onChange = onChange;
    this.#contacts = new Map(initial.map((contact) => [contact.peerName, copyOf(contact)]));
  }

  list(): readonly Contact[] {
    return [...this.#contacts.values()].map(copyOf);
  }

  has(peerName: string): boolean {
    return this.#contacts.has(peerName);
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  get(operation: string, peerName: string): Contact {
    const contact = this.#contacts.get(peerName);
    if (contact !== undefined) return copyOf(contact);
    throw new CollaborationError('NOT_FOUND', `${operation}: ${peerName} is no contact here.`);
  }

  /** @throws CollaborationError `ALREADY_EXISTS`. */
  add(operation: string, contact: Contact): void {
    const { peerName } = contact;
    if (this.#contacts.has(peerName)) {
      throw new CollaborationError(
        'ALREADY_EXISTS',
        `${operation}: ${peerName} is a contact already. Update the contact instead.`,
      );
    }
    this.#contacts.set(peerName, copyOf(contact));
    if (contact.isWatched === true) this.#report('added', contact);
  }

  /** Stores the fields of a contact; its credentials stay. @throws CollaborationError `NOT_FOUND`. */
  update(operation: string, contact: Contact): void {
    const { credentials, isWatched } = this.get(operation, contact.peerName);
    const updated = { ...contact, ...(credentials === undefined ? {} : { credentials }) };
    this.#contacts.set(contact.peerName, copyOf(updated));
    const wasWatched = isWatched === true;
    const isWatchedNow = updated.isWatched === true;
    if (isWatchedNow) this.#report(wasWatched ? 'updated' : 'added', updated);
    else if (wasWatched) this.#report('deleted', updated);
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  delete(operation: string, peerName: string): void {
    const contact = this.get(operation, peerName);
    this.#contacts.delete(peerName);
    if (contact.isWatched === true) this.#report('deleted', contact);
  }

  #report(change: ChangeType, contact: Contact): void {
    this.#onChange({ type: 'watchListChanged', change, contact: copyOf(contact) });
  }
}

function copyOf(contact: Contact): Contact {
  const { credentials } = contact;
  return credentials === undefined
    ? { ...contact }
    : { ...contact, credentials: Uint8Array.from(credentials) };
}
