import type { ContactList, Standing } from '@beckon/core/adapter';

/** What a peer is to the owner of a contact list. */
export function standingOf(contacts: ContactList, peerName: string): Standing {
  if (!contacts.has(peerName)) return 'stranger';
  return contacts.get('standingOf', peerName).isBlocked === true ? 'blocked' : 'contact';
}
