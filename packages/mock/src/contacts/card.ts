import type { Contact } from '@beckon/core';
import { checkContent, invalidArgument } from '@beckon/core/adapter';
import { checkAddress } from '../network/address.ts';

const PREFIX = 'mock-card:';

/** The card of a contact: its peer name and the details that it gives about itself. */
export function cardOf({ peerName, nickname, displayName, emailAddress }: Contact): string {
  return `${PREFIX}${JSON.stringify({ peerName, nickname, displayName, emailAddress })}`;
}

/**
 * The contact in a card. The network vouches for every card of the right form.
 *
 * @throws CollaborationError with `INVALID_ARGUMENT`.
 */
export function contactOf(operation: string, card: string): Contact {
  checkContent.card(operation, card);
  try {
    const parsed: unknown = card.startsWith(PREFIX) ? JSON.parse(card.slice(PREFIX.length)) : null;
    const { peerName, nickname, displayName, emailAddress } = parsed as Contact;
    const contact: Contact = {
      peerName,
      ...(nickname === undefined ? {} : { nickname }),
      ...(displayName === undefined ? {} : { displayName }),
      ...(emailAddress === undefined ? {} : { emailAddress }),
      credentials: Uint8Array.from(peerName, (character) => character.charCodeAt(0)),
    };
    checkAddress(operation, peerName);
    checkContent.contact(operation, contact);
    return contact;
  } catch (error) {
    throw invalidArgument(
      `${operation}: card is not a card of the mock network. identity.card() gives one.`,
      error,
    );
  }
}
