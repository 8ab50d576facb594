// Changes contacts in a datastore without end, and says after each change which it was. See contacts-kill.test.ts.
import { writeSync } from 'node:fs';
import type { Contact } from '@beckon/core';
import { engineAdapter } from '@beckon/engine';
import { LevelDatastore } from 'datastore-level';
import { DatastoreDocuments } from '../src/node/datastore-documents.ts';

/** So many that their document is written in several blocks. */
const CONTACTS = 200;

const [folder = ''] = process.argv.slice(2);
const datastore = new LevelDatastore(folder);
await datastore.open();

const adapter = engineAdapter({
  name: 'writer',
  store: new DatastoreDocuments(datastore),
  transport: async () => ({
    peerName: 'writer',
    addresses: () => [],
    card: async () => 'writer',
    readCard: async (_operation, peerName) => ({ peerName, addresses: [] }),
    target: () => {
      throw new Error('The writer invites nobody.');
    },
    dial: async () => Promise.reject(new Error('The writer dials nobody.')),
    close: async () => undefined,
  }),
});
await adapter.open();

/** Each change writes the next number to the next contact. */
const numberOf = ({ nickname = '0' }: Contact): number => Number(nickname);

const found = await adapter.contacts.list();
let last = Math.max(0, ...found.map(numberOf));
if (last > 0) {
  const expected = Array.from({ length: CONTACTS }, (_, index) => last - index).filter(
    (n) => n > 0,
  );
  const numbers = new Set(found.map(numberOf));
  if (found.length !== CONTACTS || !expected.every((number) => numbers.has(number))) {
    throw new Error(`The contacts are of no single moment: ${JSON.stringify(found)}`);
  }
}
for (let number = found.length; number < CONTACTS; number++) {
  await adapter.contacts.add(`peer ${number}`);
}
writeSync(1, `found ${last}\n`);
for (;;) {
  last += 1;
  await adapter.contacts.update({
    peerName: `peer ${last % CONTACTS}`,
    nickname: String(last),
    displayName: 'x'.repeat(last % 256),
  });
  writeSync(1, `wrote ${last}\n`);
}
