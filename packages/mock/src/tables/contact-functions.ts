import {
  checkContent,
  type ContactFunctions,
  type ContactList,
  invalidArgument,
} from '@beckon/core/adapter';
import { cardOf, contactOf } from '../contacts/card.ts';
import type { Member } from '../network/member.ts';
import type { TableCalls } from '../replies/table-calls.ts';

export function contactFunctions(
  member: Member,
  table: TableCalls,
  contacts: ContactList,
): ContactFunctions {
  return {
    list: () => table.act('contacts.list', () => contacts.list()),
    get: (peerName) =>
      table.act('contacts.get', () => {
        checkContent.peerName('contacts.get', peerName);
        return contacts.get('contacts.get', peerName);
      }),
    add: (card) =>
      table.act('contacts.add', ({ directory }) => {
        const contact = contactOf('contacts.add', card);
        if (contact.peerName === member.contact.peerName) {
          throw invalidArgument("contacts.add: card is this side's own. Add the cards of others.");
        }
        contacts.add('contacts.add', { ...contact, canWatchMe: true });
        directory.contactsChanged();
        return contacts.get('contacts.add', contact.peerName);
      }),
    update: (contact) =>
      table.act('contacts.update', ({ directory }) => {
        checkContent.contact('contacts.update', contact);
        contacts.update('contacts.update', contact);
        directory.contactsChanged();
      }),
    delete: (peerName) =>
      table.act('contacts.delete', ({ directory }) => {
        checkContent.peerName('contacts.delete', peerName);
        contacts.delete('contacts.delete', peerName);
        directory.contactsChanged();
      }),
    export: (peerName) =>
      table.act('contacts.export', () => {
        checkContent.peerName('contacts.export', peerName);
        return cardOf(contacts.get('contacts.export', peerName));
      }),
    parse: (card) => table.act('contacts.parse', () => contactOf('contacts.parse', card)),
    endpoints: (contact) =>
      table.act('contacts.endpoints', ({ directory }) => {
        checkContent.contact('contacts.endpoints', contact);
        directory.visibility.require('contacts.endpoints');
        return directory.watched.ofContact(contact.peerName);
      }),
  };
}
