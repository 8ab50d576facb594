import type { Contact, Endpoint } from '@beckon/core';
import { asView, type FaultyAdapters, instead, withTable } from '../faulty-adapter.ts';

export const faultyContacts: FaultyAdapters = [
  {
    breaks: 'parse() gives the person of a card, and stores nothing',
    make: withTable('contacts', ({ add }) => ({ parse: (card) => add(card) })),
  },
  {
    breaks: 'add() stores the person of a card, and list() and get() give the contact',
    make: withTable('contacts', ({ list }) => ({
      async list() {
        await list();
        return [];
      },
    })),
  },
  {
    breaks: 'add() stores the person of a card, and list() and get() give the contact',
    make: withTable('contacts', ({ parse }) => ({ add: (card) => parse(card) })),
  },
  {
    breaks: 'add() lets the contact watch this side',
    make: withTable('contacts', ({ add }) => ({
      async add(card) {
        return { ...(await add(card)), canWatchMe: false };
      },
    })),
  },
  ...[asView, (data: Uint8Array) => Buffer.from(data)].map((alter) => ({
    breaks: 'the credentials of a contact are a plain Uint8Array with a buffer of its own',
    make: withTable('contacts', ({ get }) => ({
      async get(peerName) {
        const contact = await get(peerName);
        const { credentials } = contact;
        return credentials === undefined
          ? contact
          : { ...contact, credentials: alter(credentials) };
      },
    })),
  })),
  {
    breaks: 'add() rejects with ALREADY_EXISTS for a person who is a contact already',
    make: withTable('contacts', ({ add, parse }) => ({
      add: (card) =>
        instead(
          () => add(card),
          'ALREADY_EXISTS',
          () => parse(card),
        ),
    })),
  },
  ...[
    ({ emailAddress: _dropped, ...rest }: Contact): Contact => rest,
    ({ isWatched: _dropped, ...rest }: Contact): Contact => rest,
    ({ nickname, ...rest }: Contact): Contact => ({
      ...rest,
      ...(nickname === undefined ? {} : { nickname: nickname.slice(0, 200) }),
    }),
  ].map((alter) => ({
    breaks: 'update() stores the changed fields, up to the longest names',
    make: withTable('contacts', ({ update }) => ({ update: (contact) => update(alter(contact)) })),
  })),
  {
    breaks: 'delete() removes the contact, and it can be added again',
    make: withTable('contacts', ({ get }) => ({
      async delete(peerName) {
        await get(peerName);
      },
    })),
  },
  {
    breaks: 'export() gives a card of the contact',
    make: withTable('contacts', ({ get }) => ({
      export: async (peerName) => (await get(peerName)).peerName,
    })),
  },
  {
    breaks: 'endpoints() gives a list for a watched contact',
    make: withTable('contacts', () => ({
      endpoints: () => Promise.resolve({} as unknown as readonly Endpoint[]),
    })),
  },
  {
    breaks:
      'get(), update(), delete() and export() reject with NOT_FOUND for a person who is not a contact',
    make: withTable('contacts', ({ get }) => ({
      get: (peerName) =>
        instead(
          () => get(peerName),
          'NOT_FOUND',
          () => ({ peerName }),
        ),
    })),
  },
  {
    breaks:
      'get(), update(), delete() and export() reject with NOT_FOUND for a person who is not a contact',
    make: withTable('contacts', (correct) => ({
      update: (contact) =>
        instead(
          () => correct.update(contact),
          'NOT_FOUND',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'get(), update(), delete() and export() reject with NOT_FOUND for a person who is not a contact',
    make: withTable('contacts', (correct) => ({
      delete: (name) =>
        instead(
          () => correct.delete(name),
          'NOT_FOUND',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'get(), update(), delete() and export() reject with NOT_FOUND for a person who is not a contact',
    make: withTable('contacts', (correct) => ({
      export: (name) =>
        instead(
          () => correct.export(name),
          'NOT_FOUND',
          () => 'a card',
        ),
    })),
  },
  ...[
    'update() stores isBlocked',
    'an invitation of a blocked contact never arrives, and looks to its sender as if nobody were there',
  ].map((breaks) => ({
    breaks,
    make: withTable('contacts', ({ update }) => ({
      update: ({ isBlocked: _dropped, ...contact }) => update(contact),
    })),
  })),
  {
    // Goes on to block a contact that is deleted.
    breaks:
      'an invitation of a blocked contact never arrives, and looks to its sender as if nobody were there',
    make: withTable('contacts', () => ({ delete: () => Promise.resolve() })),
  },
];
