import { type Contact, LIMITS } from '@beckon/core';
import { checkContent } from '@beckon/core/adapter';
import type { ContactCard } from '../transport.ts';
import type { DocumentFormat } from '../store/versioned-document.ts';

/** Where a document store holds the contacts. */
export const CONTACTS_KEY = 'contacts';

/** A contact, and what else this side knows of it. */
export interface StoredContact {
  readonly contact: Contact;
  readonly origin: ContactOrigin;
}

/** The card of a contact, and the addresses where it was met. */
export interface ContactOrigin {
  /** The card that was added. */
  readonly card: string;
  /** The claims of the card. */
  readonly claims: Pick<ContactCard, 'name' | 'addresses'>;
  /** Addresses at which this side has reached the contact, the latest first. */
  readonly metAt: readonly string[];
}

export const storedContactsFormat: DocumentFormat<readonly StoredContact[]> = {
  what: 'contacts',
  migrations: [],
  read: (content) => {
    const stored = listOf(content, 'contacts').map(readStoredContact);
    if (new Set(stored.map(({ contact }) => contact.peerName)).size < stored.length) {
      throw new TypeError('A contact is stored twice.');
    }
    return stored;
  },
};

/**
 * The members of a contact that are stored. Credentials are not among them: the card is the proof.
 *
 * @throws CollaborationError `INVALID_ARGUMENT` for a member of the wrong form.
 */
export function contactToStore(operation: string, contact: Contact): Contact {
  checkContent.contact(operation, contact);
  const { peerName, nickname, displayName, emailAddress, isWatched, canWatchMe, isBlocked } =
    contact;
  return {
    peerName,
    ...(nickname === undefined ? {} : { nickname }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(emailAddress === undefined ? {} : { emailAddress }),
    ...(isWatched === undefined ? {} : { isWatched }),
    ...(canWatchMe === undefined ? {} : { canWatchMe }),
    ...(isBlocked === undefined ? {} : { isBlocked }),
  };
}

function readStoredContact(value: unknown): StoredContact {
  const { contact, origin } = value as StoredContact;
  const { card, claims, metAt } = origin;
  checkContent.card('open', card);
  if (claims.name !== undefined) checkContent.endpointName('open', claims.name);
  return {
    contact: contactToStore('open', contact),
    origin: {
      card,
      claims: {
        ...(claims.name === undefined ? {} : { name: claims.name }),
        addresses: readAddresses(claims.addresses),
      },
      metAt: readAddresses(metAt),
    },
  };
}

function readAddresses(value: unknown): readonly string[] {
  const addresses = listOf(value, 'addresses').slice(0, LIMITS.endpointsPerContact) as string[];
  for (const address of addresses) checkContent.endpoint('open', { address });
  return addresses;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new TypeError(`The ${what} are no list.`);
}
