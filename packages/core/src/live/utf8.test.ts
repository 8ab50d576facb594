import fc from 'fast-check';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const { TextEncoder, TextDecoder } = globalThis;

afterEach(() => Object.assign(globalThis, { TextEncoder, TextDecoder }));

function withoutTextCoding<T>(act: () => T): T {
  Object.assign(globalThis, { TextEncoder: undefined, TextDecoder: undefined });
  try {
    return act();
  } finally {
    Object.assign(globalThis, { TextEncoder, TextDecoder });
  }
}

it('is the same with and without TextEncoder and TextDecoder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = encodeUtf8(text);
      expect(withoutTextCoding(() => encodeUtf8(text))).toEqual(bytes);
      expect(decodeUtf8(bytes)).toBe(text);
      expect(withoutTextCoding(() => decodeUtf8(bytes))).toBe(text);
    }),
  );
});

it('refuses what is not UTF-8', () => {
  const wrong = Uint8Array.of(0xc3, 0x28);
  expect(() => decodeUtf8(wrong)).toThrow();
  expect(() => withoutTextCoding(() => decodeUtf8(wrong))).toThrow();
});
