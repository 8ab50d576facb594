import type { Contact } from '@beckon/core';
import type { ContactList, Standing, Place } from '@beckon/core/adapter';

export function findContact(contacts: ContactList, peerName: string): Contact | undefined {
  return contacts.has(peerName) ? contacts.get('find', peerName) : undefined;
}

/** What a peer is to the owner of a contact list. */
export function standingOf(contacts: ContactList, peerName: string): Standing {
  const contact = findContact(contacts, peerName);
  if (contact === undefined) return 'stranger';
  return contact.isBlocked === true ? 'blocked' : 'contact';
}

/**
 * The places in which a peer may see the owner of a contact list. Near me is everybody, because the whole
 * network is one subnet. On the internet it takes `canWatchMe`. A blocked contact sees nothing.
 */
export function placesOpenTo(contacts: ContactList, peerName: string): readonly Place[] {
  const contact = findContact(contacts, peerName);
  if (contact?.isBlocked === true) return [];
  return contact?.canWatchMe === true ? ['nearMe', 'internet'] : ['nearMe'];
}
