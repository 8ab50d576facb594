import { type CollaborationEvent, LIMITS } from '@beckon/core';
import fc from 'fast-check';
import { ContactBook } from './contact-book.ts';
import { type DocumentStore, MemoryDocumentStore } from '../store/document-store.ts';
import { CONTACTS_KEY } from './stored-contacts.ts';

const cardOf = (peerName: string) => ({ peerName, name: `${peerName}'s`, addresses: [peerName] });

const add = (book: ContactBook, peerName: string) =>
  book.add('contacts.add', `card of ${peerName}`, cardOf(peerName));

async function opened(store: DocumentStore = new MemoryDocumentStore()): Promise<ContactBook> {
  const book = new ContactBook(store);
  await book.load();
  return book;
}

/** A store in which the test ends each write. */
class SlowStore extends MemoryDocumentStore {
  readonly writes: { readonly end: () => void; readonly fail: () => void }[] = [];

  override async put(key: string, document: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) =>
      this.writes.push({ end: resolve, fail: () => reject(new Error('The disk is full.')) }),
    );
    await super.put(key, document);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the contacts', () => {
  it('are the same after a restart, with cards, claims and addresses', async () => {
    const store = new MemoryDocumentStore();
    const book = await opened(store);
    await add(book, 'ada');
    await add(book, 'bob');
    await book.update('contacts.update', {
      peerName: 'bob',
      nickname: 'Bobby ♞',
      displayName: 'Bob',
      emailAddress: 'bob@example.com',
      isWatched: true,
      canWatchMe: false,
      isBlocked: true,
    });
    await add(book, 'carol');
    await book.delete('contacts.delete', 'carol');
    book.metAt('ada', 'kitchen');
    await book.settled();
    const again = await opened(store);
    expect(again.list()).toEqual(book.list());
    expect(again.get('get', 'bob')).toEqual({
      peerName: 'bob',
      nickname: 'Bobby ♞',
      displayName: 'Bob',
      emailAddress: 'bob@example.com',
      isWatched: true,
      canWatchMe: false,
      isBlocked: true,
    });
    expect(again.cardOf('export', 'ada')).toBe('card of ada');
    expect(again.endpointsOf('ada')).toEqual([
      { address: 'kitchen', name: "ada's" },
      { address: 'ada', name: "ada's" },
    ]);
    expect(['ada', 'bob', 'carol'].map((name) => again.standingOf(name))).toEqual([
      'contact',
      'blocked',
      'stranger',
    ]);
  });

  it('change when the store has the change, and not before', async () => {
    const store = new SlowStore();
    const book = await opened(store);
    const events: CollaborationEvent[] = [];
    const changed: string[] = [];
    book.events$.subscribe((event) => events.push(event));
    book.changed$.subscribe((peerName) => changed.push(peerName));
    const adding = add(book, 'ada');
    await turn();
    expect([store.writes.length, book.list(), changed]).toEqual([1, [], []]);
    store.writes[0]?.end();
    const added = await adding;
    expect(added).toEqual({ peerName: 'ada', displayName: "ada's", canWatchMe: true });
    expect(book.list()).toEqual([added]);
    const watching = book.update('contacts.update', { ...added, isWatched: true });
    await turn();
    expect(events).toEqual([]);
    store.writes[1]?.end();
    await watching;
    expect(events).toEqual([
      { type: 'watchListChanged', change: 'added', contact: { ...added, isWatched: true } },
    ]);
    expect(changed).toEqual(['ada', 'ada']);
  });

  it('stay as they were when the store fails, and the next change works', async () => {
    const store = new SlowStore();
    const book = await opened(store);
    const adding = add(book, 'ada');
    await turn();
    store.writes[0]?.fail();
    await expect(adding).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      cause: { message: 'The disk is full.' },
    });
    await expect(adding).rejects.toThrow(
      /^contacts\.add: .*The disk is full\..* stay as they were/,
    );
    expect(book.list()).toEqual([]);
    const second = add(book, 'ada');
    await turn();
    store.writes[1]?.end();
    expect(await second).toMatchObject({ peerName: 'ada' });
  });

  it('change one after the other: of two cards of one peer, the second is refused', async () => {
    const book = await opened();
    const results = await Promise.allSettled([
      add(book, 'ada'),
      add(book, 'ada'),
      book.delete('contacts.delete', 'ada'),
      add(book, 'ada'),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(results[1]).toMatchObject({ reason: { code: 'ALREADY_EXISTS' } });
  });

  it('are the same after any number of changes at once as after these changes in turn', async () => {
    const change = fc.record({
      kind: fc.constantFrom('add', 'block', 'delete', 'meet'),
      peerName: fc.constantFrom('ada', 'bob', 'carol'),
    });
    const begin = async (
      book: ContactBook,
      { kind, peerName }: { kind: string; peerName: string },
    ): Promise<void> => {
      if (kind === 'add') await add(book, peerName);
      else if (kind === 'delete') await book.delete('delete', peerName);
      else if (kind === 'block') await book.update('update', { peerName, isBlocked: true });
      else book.metAt(peerName, 'kitchen');
    };
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const store = new MemoryDocumentStore();
        const [atOnce, inTurn] = [await opened(store), await opened()];
        await Promise.allSettled(changes.map((next) => begin(atOnce, next)));
        for (const next of changes) await begin(inTurn, next).catch(() => undefined);
        await atOnce.settled();
        expect(atOnce.list()).toEqual(inTurn.list());
        const stored = await opened(store);
        expect(stored.list()).toEqual(atOnce.list());
        for (const { peerName } of atOnce.list()) {
          expect(stored.endpointsOf(peerName)).toEqual(atOnce.endpointsOf(peerName));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep no credentials and no unknown member', async () => {
    const book = await opened();
    const { peerName } = await add(book, 'ada');
    const contact = { peerName, credentials: Uint8Array.of(1), isAdmin: true, nickname: undefined };
    await book.update('contacts.update', contact);
    expect(Object.keys(book.get('get', peerName))).toEqual(['peerName']);
  });

  it('say who may watch: a contact that has the permission and is not blocked', async () => {
    const book = await opened();
    const contact = await add(book, 'ada');
    const allowed = [book.mayWatch('ada'), book.mayWatch('eve')];
    for (const change of [{ isBlocked: true }, { canWatchMe: false }, { canWatchMe: undefined }]) {
      await book.update('contacts.update', { ...contact, ...change });
      allowed.push(book.mayWatch('ada'));
    }
    expect(allowed).toEqual([true, false, false, false, false]);
  });

  it('remember the last addresses, each once, and no more than a limit', async () => {
    const book = await opened();
    await add(book, 'ada');
    for (const address of ['1', '2', '3', '1', '4', '5', '6', '7', '8', '9', 'ada']) {
      book.metAt('ada', address);
    }
    book.metAt('eve', '1');
    expect(book.endpointsOf('ada').map(({ address }) => address)).toEqual([
      ...['ada', '9', '8', '7', '6', '5', '4', '1'],
    ]);
    expect(book.endpointsOf('eve')).toEqual([]);
    const addresses = Array.from({ length: 60 }, (_, i) => `place ${i}`);
    await book.add('contacts.add', 'card', { peerName: 'bob', addresses });
    expect(book.endpointsOf('bob')).toHaveLength(LIMITS.endpointsPerContact);
  });

  it('write addresses together while the store is slow, and go on when it fails', async () => {
    const store = new SlowStore();
    const book = await opened(store);
    const adding = add(book, 'ada');
    await turn();
    store.writes[0]?.end();
    await adding;
    for (const address of ['1', '2', '3']) book.metAt('ada', address);
    await turn();
    for (const address of ['4', '5', '6']) book.metAt('ada', address);
    store.writes[1]?.fail();
    await turn();
    store.writes[2]?.end();
    await book.settled();
    expect(store.writes).toHaveLength(3);
    expect((await opened(store)).endpointsOf('ada')[0]?.address).toBe('6');
  });
});

describe('a store', () => {
  it('that cannot be read fails load() with SERVICE_UNAVAILABLE and its cause', async () => {
    const cause = new Error('No such folder.');
    const store: DocumentStore = { get: () => Promise.reject(cause), put: async () => undefined };
    await expect(opened(store)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', cause });
  });

  it.each([
    ['is damaged', '{"version":1,"content":[{"contact":{"peer'],
    ['is of a later version', '{"version":9,"content":{}}'],
    ['holds a contact without a name', stored({ contact: {} })],
    ['holds a contact without a card', stored({ card: undefined })],
    ['holds an address that is no text', stored({ metAt: [7] })],
    ['holds a contact with a wrong member', stored({ contact: { peerName: 'a', isBlocked: 1 } })],
    ['holds no list', '{"version":1,"content":{}}'],
    ['holds a contact twice', stored({}, {})],
  ])('that %s fails load(), and is not written to', async (_, text) => {
    const store = new MemoryDocumentStore();
    const document = new TextEncoder().encode(text);
    await store.put(CONTACTS_KEY, document);
    await expect(opened(store)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await store.get(CONTACTS_KEY)).toBe(document);
  });

  it('that this version has written is read', async () => {
    const store = new MemoryDocumentStore();
    await store.put(CONTACTS_KEY, new TextEncoder().encode(stored({})));
    expect((await opened(store)).list()).toEqual([{ peerName: 'ada' }]);
  });
});

/** A document with contacts, each with a fault. */
function stored(...faults: { contact?: object; card?: unknown; metAt?: unknown }[]): string {
  const content = faults.map(({ contact = { peerName: 'ada' }, ...origin }) => ({
    contact,
    origin: { card: 'card', claims: { addresses: ['ada'] }, metAt: [], ...origin },
  }));
  return JSON.stringify({ version: 1, content });
}
