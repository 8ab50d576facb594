import type { ContactFunctions } from '@beckon/core';
import { encodeContact, encodeText, optionalText } from '../ffi/encode.ts';
import { readEnumeration } from '../ffi/enumeration.ts';
import { readBlock } from '../ffi/peer-memory.ts';
import { succeeded } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function contactFunctions(current: CurrentSession): ContactFunctions {
  return {
    async list() {
      const { peer, decode } = current('PeerCollabEnumContacts').library;
      return readEnumeration(
        { peer, decode, read: decode.contact },
        'PeerCollabEnumContacts',
        (enumeration) => peer.PeerCollabEnumContacts(enumeration),
      );
    },

    async get(peerName) {
      const { peer, decode } = current('PeerCollabGetContact').library;
      const name = optionalText('peerName', peerName);
      return readBlock(
        peer,
        'PeerCollabGetContact',
        (contact) => peer.PeerCollabGetContact(name, contact),
        decode.contact,
      );
    },

    async add(card) {
      const { peer, decode } = current('PeerCollabAddContact').library;
      const text = encodeText('card', card);
      return readBlock(
        peer,
        'PeerCollabAddContact',
        (contact) => peer.PeerCollabAddContact(text, contact),
        decode.contact,
      );
    },

    async update(contact) {
      const { peer } = current('PeerCollabUpdateContact').library;
      const result = await peer.PeerCollabUpdateContact(encodeContact(contact));
      succeeded('PeerCollabUpdateContact', result);
    },

    async delete(peerName) {
      const { peer } = current('PeerCollabDeleteContact').library;
      const name = encodeText('peerName', peerName);
      succeeded('PeerCollabDeleteContact', peer.PeerCollabDeleteContact(name));
    },

    async export(peerName) {
      const { peer, decode } = current('PeerCollabExportContact').library;
      const name = optionalText('peerName', peerName);
      return readBlock(
        peer,
        'PeerCollabExportContact',
        (card) => peer.PeerCollabExportContact(name, card),
        decode.text,
      );
    },

    async parse(card) {
      const { peer, decode } = current('PeerCollabParseContact').library;
      const text = encodeText('card', card);
      return readBlock(
        peer,
        'PeerCollabParseContact',
        (contact) => peer.PeerCollabParseContact(text, contact),
        decode.contact,
      );
    },

    async endpoints(contact) {
      const { peer, decode } = current('PeerCollabEnumEndpoints').library;
      const shape = encodeContact(contact);
      return readEnumeration(
        { peer, decode, read: decode.endpoint },
        'PeerCollabEnumEndpoints',
        (enumeration) => peer.PeerCollabEnumEndpoints(shape, enumeration),
      );
    },
  };
}
