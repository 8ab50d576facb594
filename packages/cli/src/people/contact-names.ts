import type { CollaborationAdapter, Contact } from '@beckon/core';
import type { ContactFunctions } from '@beckon/core/adapter';
import { fingerprint, shownText } from '@beckon/host';
import { UserError } from '../output/output.ts';

const NAME_CHARACTERS = 40;

/** What a contact is called here. */
export function nameOf({ nickname, displayName, peerName }: Contact): string {
  for (const name of [nickname, displayName]) {
    const shown = shownText(name ?? '', NAME_CHARACTERS);
    if (shown !== '') return shown;
  }
  return fingerprint(peerName);
}

/**
 * Finds a contact by nickname, display name, `peerName`, or fingerprint, also by the beginning of the last two.
 *
 * @throws UserError when there is none, or more than one.
 */
export async function contactNamed(adapter: CollaborationAdapter, text: string): Promise<Contact> {
  const all = await contactsOf(adapter).list();
  const wanted = text.toLowerCase();
  const compact = wanted.replace(/\s/g, '');
  const found = all.filter(
    ({ nickname, displayName, peerName }) =>
      nickname?.toLowerCase() === wanted ||
      displayName?.toLowerCase() === wanted ||
      (compact.length >= 4 && fingerprint(peerName).replace(/ /g, '').startsWith(compact)) ||
      (compact.length >= 12 && peerName.toLowerCase().startsWith(compact)),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) {
    throw new UserError(
      `No contact is called ${JSON.stringify(text)}. See: beckon contacts list. An address begins with a slash.`,
    );
  }
  const names = found.map((contact) => `${nameOf(contact)} (${fingerprint(contact.peerName)})`);
  throw new UserError(
    `${JSON.stringify(text)} may be ${names.join(' or ')}. Use the beginning of the fingerprint.`,
  );
}

export function contactsOf({ contacts, name }: CollaborationAdapter): ContactFunctions {
  if (contacts !== undefined) return contacts;
  throw new UserError(`The ${name} adapter has no contacts.`);
}
