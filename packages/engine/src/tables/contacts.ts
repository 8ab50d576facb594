import { LIMITS } from '@beckon/core';
import { checkContent, type ContactFunctions, invalidArgument } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';
import { contactOf } from '../contacts/contact-book.ts';

/** The contacts of this side. */
export function contactsTable(use: (operation: string) => Running): ContactFunctions {
  return {
    list: async () => use('contacts.list').contacts.list(),
    get: async (peerName) => {
      const { contacts } = use('contacts.get');
      checkContent.peerName('contacts.get', peerName);
      return contacts.get('contacts.get', peerName);
    },
    add: async (card) => {
      const operation = 'contacts.add';
      const { engine } = use(operation);
      checkContent.card(operation, card);
      const read = await engine.transport.readCard(operation, card);
      const { contacts } = use(operation);
      if (read.peerName === engine.transport.peerName) {
        throw invalidArgument(`${operation}: the card is this side's own.`);
      }
      return contacts.add(operation, card, read);
    },
    update: async (contact) => {
      const { contacts } = use('contacts.update');
      return contacts.update('contacts.update', contact);
    },
    delete: async (peerName) => {
      const { contacts } = use('contacts.delete');
      checkContent.peerName('contacts.delete', peerName);
      return contacts.delete('contacts.delete', peerName);
    },
    export: async (peerName) => {
      const { contacts } = use('contacts.export');
      checkContent.peerName('contacts.export', peerName);
      return contacts.cardOf('contacts.export', peerName);
    },
    parse: async (card) => {
      const operation = 'contacts.parse';
      const { engine } = use(operation);
      checkContent.card(operation, card);
      return contactOf(await engine.transport.readCard(operation, card));
    },
    endpoints: async (contact) => {
      const { contacts, engine } = use('contacts.endpoints');
      checkContent.contact('contacts.endpoints', contact);
      engine.directory.visibility.require('contacts.endpoints');
      const { peerName } = contact;
      const known = contacts.endpointsOf(peerName);
      const present = engine.directory.watchedContacts.endpointOf(peerName);
      const anywhere = engine.transport.addressOf?.(peerName);
      if (anywhere !== undefined && contacts.find(peerName) !== undefined) {
        const name = present?.name ?? known[0]?.name;
        return [{ address: anywhere, ...(name === undefined ? {} : { name }) }];
      }
      if (present === undefined) return known;
      const others = known.filter(({ address }) => address !== present.address);
      return [present, ...others].slice(0, LIMITS.endpointsPerContact);
    },
  };
}
