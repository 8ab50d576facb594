import { createGuid } from '@beckon/core';
import fc from 'fast-check';
import { fromBase32, toBase32 } from './base32.ts';
import { crc32 } from './crc32.ts';
import { forQrCode, hintsOf, type LinkContent, readLink, writeLink } from './link-text.ts';
import vectors from '../test/vectors.json' with { type: 'json' };

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const contents: fc.Arbitrary<LinkContent> = fc
  .record({
    // A grapheme can have 28 bytes, and the whole card has to fit into a link.
    card: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    id: bytes(8),
    secret: bytes(16),
    seconds: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    isInvitation: fc.boolean(),
    hints: fc.array(fc.string({ maxLength: 120 }), { maxLength: 8 }),
  })
  .map(({ card, id, secret, seconds, isInvitation, hints }) => ({
    hints,
    kind: isInvitation ? 'invitation' : 'contact',
    card,
    id: Uint8Array.from(id),
    secret: Uint8Array.from(secret),
    expiresAt: seconds * 1_000,
    ...(isInvitation ? { applicationId: createGuid() } : {}),
  }));

describe('the text of a link', () => {
  it('is read as it was written: by scheme, in a page, in capitals, with blanks', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const text = writeLink(content);
        expect(readLink(text)).toEqual(content);
        expect(readLink(`  ${text}\n`)).toEqual(content);
        expect(readLink(forQrCode(text))).toEqual(content);
        expect(readLink(writeLink(content, 'https://example.org/lobby?a=b#old'))).toEqual(content);
      }),
    );
  });

  it('that is cut off, lengthened or changed is refused with a reason', () => {
    fc.assert(
      fc.property(
        contents,
        fc.nat(),
        fc.constantFrom('a', 'z', '7', 'é', '1'),
        (content, at, digit) => {
          const text = writeLink(content);
          const position = 7 + (at % (text.length - 7));
          for (const wrong of [
            text.slice(0, position),
            `${text.slice(0, position)}${digit}${text.slice(position)}`,
            `${text.slice(0, position)}${digit}${text.slice(position + 1)}`,
          ]) {
            if (wrong === text) continue;
            expect(() => readLink(wrong)).toThrow(
              expect.objectContaining({
                code: 'INVALID_ARGUMENT',
                message: expect.stringMatching(
                  /is not a link|is damaged|is of version \d+/,
                ) as string,
              }) as Error,
            );
          }
        },
      ),
    );
  });

  it('is read or refused with INVALID_ARGUMENT, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array().map(toBase32)),
        (text) => {
          try {
            readLink(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
          }
        },
      ),
    );
  });

  it.each([
    ['beckon:', 'is not a link'],
    ['https://example.org/', 'is not a link'],
    [`beckon:${'a'.repeat(5_000)}`, 'is longer than 4096'],
    [`beckon:${toBase32(Uint8Array.of(9, 0, 1, 2))}`, 'is of version 9'],
    [`beckon:${toBase32(Uint8Array.of(1, 7, 1, 2))}`, 'is damaged'],
  ])('%s is refused', (text, words) => {
    expect(() => readLink(text)).toThrow(words);
  });

  it('does not take content that cannot be read back', () => {
    const [content] = fc.sample(contents, 1);
    const write = (hints: readonly string[]) => () => writeLink({ ...content!, hints });
    expect(write(['x'.repeat(256)])).toThrow('255 bytes');
    expect(write(Array.from({ length: 9 }, () => 'x'))).toThrow('at most 8');
    const page = `https://example.org/${'p'.repeat(4_100)}`;
    expect(() => writeLink(content!, page)).toThrow('shorter address of the page');
    expect(hintsOf(['x'.repeat(256), 'a', 'y'.repeat(255), 'z'.repeat(200), 'b'])).toEqual([
      'a',
      'y'.repeat(255),
      'b',
    ]);
  });

  it('does not take a card that is too long for a QR code', () => {
    const [content] = fc.sample(contents, 1);
    expect(() => writeLink({ ...content!, card: 'x'.repeat(2_001) })).toThrow('at most 2000');
  });

  it.each(vectors)(
    'of the vector $name',
    ({ text, kind, id, secret, expiresAt, card, hints, applicationId }) => {
      const content = readLink(text);
      expect(content).toMatchObject({ kind, expiresAt, card, hints });
      expect([toBase32(content.id), toBase32(content.secret)]).toEqual([id, secret]);
      expect(content.applicationId).toBe(applicationId ?? undefined);
      expect(writeLink(content)).toBe(text);
    },
  );
});

it('base32 has one text for each list of bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
      expect([...(fromBase32(toBase32(given)) ?? [])]).toEqual([...given]);
    }),
  );
  expect(toBase32(new TextEncoder().encode('foobar'))).toBe('mzxw6ytboi');
  expect(fromBase32('mzxw6ytbo')).toBeUndefined();
  expect(fromBase32('mb')).toBeUndefined();
});

it('the CRC is that of ISO 3309', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
