import { checkContent, type ContactFunctions } from '@beckon/core/adapter';
import { encodeContact } from '../ffi/encode.ts';
import type { CallsOf } from './operation-calls.ts';

export function contactFunctions(callsOf: CallsOf): ContactFunctions {
  return {
    async list() {
      return callsOf('contacts.list').enumerate('PeerCollabEnumContacts', [], 'contact');
    },

    async get(peerName) {
      const calls = callsOf('contacts.get');
      checkContent.peerName(calls.operation, peerName);
      return calls.read('PeerCollabGetContact', [peerName], 'contact');
    },

    async add(card) {
      const calls = callsOf('contacts.add');
      checkContent.card(calls.operation, card);
      const added = calls.read('PeerCollabAddContact', [card], 'contact');
      if (added.canWatchMe === true) return added;
      const contact = { ...added, canWatchMe: true };
      await calls.runBlocking('PeerCollabUpdateContact', encodeContact(contact));
      return contact;
    },

    async update(contact) {
      const calls = callsOf('contacts.update');
      checkContent.contact(calls.operation, contact);
      await calls.runBlocking('PeerCollabUpdateContact', encodeContact(contact));
    },

    async delete(peerName) {
      const calls = callsOf('contacts.delete');
      checkContent.peerName(calls.operation, peerName);
      calls.run('PeerCollabDeleteContact', peerName);
    },

    async export(peerName) {
      const calls = callsOf('contacts.export');
      checkContent.peerName(calls.operation, peerName);
      return calls.read('PeerCollabExportContact', [peerName], 'text');
    },

    async parse(card) {
      const calls = callsOf('contacts.parse');
      checkContent.card(calls.operation, card);
      return calls.read('PeerCollabParseContact', [card], 'contact');
    },

    async endpoints(contact) {
      const calls = callsOf('contacts.endpoints');
      checkContent.contact(calls.operation, contact);
      return calls.enumerate('PeerCollabEnumEndpoints', [encodeContact(contact)], 'endpoint');
    },
  };
}
