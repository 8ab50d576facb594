import { CollaborationError } from '@beckon/core';
import { type DocumentFormat, readDocument, writeDocument } from './versioned-document.ts';

const encode = (document: unknown): Uint8Array =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));

/** Version 1 had names, version 2 has people, version 3 has people by name. */
const format: DocumentFormat<Readonly<Record<string, { readonly age: number }>>> = {
  what: 'people',
  migrations: [
    (content) => (content as readonly string[]).map((name) => ({ name, age: 0 })),
    (content) =>
      Object.fromEntries(
        (content as readonly { name: string; age: number }[]).map(({ name, age }) => [
          name,
          { age },
        ]),
      ),
  ],
  read: (content) => {
    const people = content as Record<string, { age: number }>;
    for (const { age } of Object.values(people)) {
      if (typeof age !== 'number') throw new TypeError('An age is no number.');
    }
    return people;
  },
};

const read = (document: unknown): unknown => readDocument(format, 'people', encode(document));

describe('a document', () => {
  it('is read as it was written', () => {
    const content = { ada: { age: 36 } };
    expect(readDocument(format, 'people', writeDocument(format, content))).toEqual(content);
  });

  it.each([
    ['two versions ago', { version: 1, content: ['ada'] }, { ada: { age: 0 } }],
    ['one version ago', { version: 2, content: [{ name: 'ada', age: 36 }] }, { ada: { age: 36 } }],
    ['of the current version', { version: 3, content: { ada: { age: 36 } } }, { ada: { age: 36 } }],
  ])('%s is brought up to date', (_, document, content) => {
    expect(read(document)).toEqual(content);
  });

  it.each([
    ['of a later version', { version: 4, content: {} }, /of version 4, .*up to 3.* was left as it/],
    ['that is no JSON', '{"version":3,"cont', /are damaged; .*delete the document "people"/],
    ['without a version', { content: {} }, /are damaged/],
    ['with half a version', { version: 1.5, content: {} }, /are damaged/],
    ['of version 0', { version: 0, content: {} }, /are damaged/],
    ['that is null', 'null', /are damaged/],
    ['with wrong content', { version: 3, content: { ada: { age: 'old' } } }, /are damaged/],
    ['that no migration can read', { version: 1, content: 7 }, /are damaged/],
  ])('%s is refused with a sentence', (_, document, sentence) => {
    expect(() => read(document)).toThrow(sentence);
    expect(() => read(document)).toThrow(CollaborationError);
  });

  it('that is not UTF-8 is refused', () => {
    expect(() => readDocument(format, 'people', Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      'are damaged',
    );
  });
});
