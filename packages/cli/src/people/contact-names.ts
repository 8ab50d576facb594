import type { CollaborationAdapter, Contact } from '@beckon/core';
import type { ContactFunctions } from '@beckon/core/adapter';
import { fingerprintOf } from '@beckon/core/safety-number';
import { shownText } from '@beckon/host';
import { UserError } from '../output/output.ts';

const NAME_CHARACTERS = 40;
/** How much of an identity, or of a fingerprint, is enough to mean somebody. */
const BEGINNING = 5;

/** What a contact is called here. */
export function nameOf({ nickname, displayName, peerName }: Contact): string {
  const names = [nickname, displayName].map((name) => shownText(name ?? '', NAME_CHARACTERS));
  return names.find((name) => name !== '') ?? peerName;
}

/**
 * Finds a contact by nickname, display name, or the beginning of the fingerprint or of the `peerName`.
 *
 * @throws UserError when there is none, or more than one.
 */
export async function contactNamed(adapter: CollaborationAdapter, text: string): Promise<Contact> {
  const all = await contactsOf(adapter).list();
  const named = all.filter((contact) => isCalled(contact, text));
  const found = named.length > 0 ? named : await withFingerprint(all, text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) {
    throw new UserError(
      `No contact is called ${JSON.stringify(text)}. See: beckon contacts list. An address begins with a slash.`,
    );
  }
  const identities = found.map((contact) => `${nameOf(contact)} (${contact.peerName})`);
  throw new UserError(
    `${JSON.stringify(text)} may be ${identities.join(' or ')}. Use the beginning of the fingerprint, or of the identity.`,
  );
}

function isCalled({ nickname, displayName, peerName }: Contact, text: string): boolean {
  const wanted = text.toLowerCase();
  return (
    [nickname, displayName].some((name) => name?.toLowerCase() === wanted) ||
    (text.length >= BEGINNING && peerName.startsWith(text))
  );
}

/** Takes about a tenth of a second for each contact. */
async function withFingerprint(all: readonly Contact[], text: string): Promise<readonly Contact[]> {
  const digits = text.replace(/\s/g, '');
  if (!/^\d+$/.test(digits) || digits.length < BEGINNING) return [];
  const fingerprints = await Promise.all(all.map(({ peerName }) => fingerprintOf(peerName)));
  return all.filter((_, index) => fingerprints[index]?.replaceAll(' ', '').startsWith(digits));
}

export function contactsOf({ contacts, name }: CollaborationAdapter): ContactFunctions {
  if (contacts !== undefined) return contacts;
  throw new UserError(`The ${name} adapter has no contacts.`);
}
