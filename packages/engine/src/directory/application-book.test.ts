import { createGuid } from '@beckon/core';
import { MemoryDocumentStore } from '../store/document-store.ts';
import { ApplicationBook } from './application-book.ts';

const chess = {
  application: { id: createGuid(), description: 'Chess', data: Uint8Array.of(0, 127, 255) },
  program: '/usr/games/chess',
  arguments: '--fast',
} as const;

describe('the registered applications', () => {
  it('are there again after the program was ended, with their data', async () => {
    const store = new MemoryDocumentStore();
    const before = new ApplicationBook(store);
    await before.load();
    await before.register('test', chess, 'currentUser');
    await before.register('test', { ...chess, program: '/opt/chess' }, 'allUsers');
    const after = new ApplicationBook(store);
    await after.load();
    expect(after.registrations('currentUser')).toEqual([chess]);
    expect(after.registration('test', chess.application.id, 'allUsers').program).toBe('/opt/chess');
    expect(after.applications()).toEqual([chess.application]);
    await after.unregister('test', chess.application.id, 'currentUser');
    await before.load();
    expect(before.registrations('currentUser')).toEqual([]);
  });

  it('stay as they were, without an event, when the store fails', async () => {
    let isFull = false;
    const documents = new MemoryDocumentStore();
    const book = new ApplicationBook({
      get: (key) => documents.get(key),
      put: (key, document) =>
        isFull ? Promise.reject(new Error('No space is left.')) : documents.put(key, document),
    });
    const events: unknown[] = [];
    book.events$.subscribe((event) => events.push(event));
    await book.register('test', chess, 'currentUser');
    isFull = true;
    await expect(
      book.unregister('applications.unregister', chess.application.id, 'currentUser'),
    ).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringMatching(/^applications\.unregister: .*No space is left/) as string,
    });
    expect(book.registrations('currentUser')).toEqual([chess]);
    expect(events).toHaveLength(1);
  });

  it.each([
    ['no list', { version: 1, content: {} }],
    ['data that is no text', { data: 7 }],
    ['data that is no base64', { data: '*' }],
    ['no program', { program: undefined }],
    ['a type that is not known', { type: 'everybody' }],
  ])('are refused with a sentence when the document has %s', async (_, fault) => {
    const {
      data = 'AA==',
      program = '/usr/games/chess',
      type = 'currentUser',
    } = fault as {
      data?: unknown;
      program?: unknown;
      type?: unknown;
    };
    const registration = {
      application: { id: chess.application.id, data },
      ...('program' in fault ? {} : { program }),
    };
    const document = 'content' in fault ? fault : { version: 1, content: [{ type, registration }] };
    const store = new MemoryDocumentStore();
    await store.put('applications', new TextEncoder().encode(JSON.stringify(document)));
    await expect(new ApplicationBook(store).load()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringMatching(
        /^open: the stored registered applications are damaged/,
      ) as string,
    });
  });
});
