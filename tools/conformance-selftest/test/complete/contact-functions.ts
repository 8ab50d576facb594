import type { Contact } from '@beckon/core';
import {
  checkContent,
  type ContactFunctions,
  type ContactList,
  invalidArgument,
  type Lifecycle,
} from '@beckon/core/adapter';
import type { Running } from './running.ts';

const CARD = /^mock-card:(\{.*\})$/;
const CREDENTIALS = Uint8Array.of(0x30, 0x00);

export function contactFunctions(
  adapter: Lifecycle<Running>,
  contacts: ContactList,
): ContactFunctions {
  return {
    async list() {
      adapter.use('contacts.list');
      return contacts.list();
    },
    async get(peerName) {
      adapter.use('contacts.get');
      checkContent.peerName('contacts.get', peerName);
      return contacts.get('contacts.get', peerName);
    },
    async add(card) {
      adapter.use('contacts.add');
      const contact = contactOf('contacts.add', card);
      contacts.add('contacts.add', contact);
      return contacts.get('contacts.add', contact.peerName);
    },
    async update(contact) {
      adapter.use('contacts.update');
      checkContent.contact('contacts.update', contact);
      contacts.update('contacts.update', contact);
    },
    async delete(peerName) {
      adapter.use('contacts.delete');
      checkContent.peerName('contacts.delete', peerName);
      contacts.delete('contacts.delete', peerName);
    },
    async export(peerName) {
      adapter.use('contacts.export');
      checkContent.peerName('contacts.export', peerName);
      const { nickname, displayName } = contacts.get('contacts.export', peerName);
      return `mock-card:${JSON.stringify({ peerName, nickname, displayName })}`;
    },
    async parse(card) {
      adapter.use('contacts.parse');
      return contactOf('contacts.parse', card);
    },
    async endpoints(contact) {
      const running = adapter.use('contacts.endpoints');
      checkContent.contact('contacts.endpoints', contact);
      running.requireSignedIn('contacts.endpoints');
      return [{ address: contact.peerName }];
    },
  };
}

/** The contact in a card of the mock. */
function contactOf(operation: string, card: string): Contact {
  checkContent.card(operation, card);
  const [, json] = CARD.exec(card) ?? [];
  if (json === undefined) throw invalidArgument(`${operation}: card is not a card of the mock.`);
  return { ...(JSON.parse(json) as Contact), credentials: Uint8Array.from(CREDENTIALS) };
}
