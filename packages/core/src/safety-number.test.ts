import { fingerprintOf, safetyNumber } from './safety-number.ts';

const GROUPS = /^(\d{5} ){7}\d{5}$/;

describe('fingerprintOf', () => {
  it('gives the same 8 groups of 5 digits each time, also in another program', async () => {
    expect(await fingerprintOf('ada')).toMatch(GROUPS);
    expect(await fingerprintOf('ada')).toBe('08488 48583 69567 61139 47845 57826 56413 80270');
  });

  it('differs from name to name', async () => {
    expect(await fingerprintOf('ada')).not.toBe(await fingerprintOf('Ada'));
  });

  it('rejects an empty name, and one that is no text', async () => {
    await expect(fingerprintOf('')).rejects.toThrow(TypeError);
    await expect(fingerprintOf(7 as never)).rejects.toThrow('peerName');
  });
});

describe('safetyNumber', () => {
  it('is the same at both sides', async () => {
    const number = await safetyNumber('ada', 'bob');
    expect(number).toMatch(GROUPS);
    expect(await safetyNumber('bob', 'ada')).toBe(number);
    expect(number).toBe('18321 82474 42867 74561 48184 15011 88342 96605');
  });

  it('is bound to both names', async () => {
    const numbers = await Promise.all([
      safetyNumber('ada', 'bob'),
      safetyNumber('ada', 'eve'),
      safetyNumber('eve', 'bob'),
      safetyNumber('ad', 'abob'),
      safetyNumber('ada","bob', 'eve'),
      safetyNumber('ada', 'bob","eve'),
      fingerprintOf('ada'),
      fingerprintOf('bob'),
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('rejects twice the same name, an empty name, and one that is no text', async () => {
    await expect(safetyNumber('ada', 'ada')).rejects.toThrow(TypeError);
    await expect(safetyNumber('', 'ada')).rejects.toThrow('ownPeerName');
    await expect(safetyNumber('ada', undefined as never)).rejects.toThrow('theirPeerName');
  });

  it('rejects with NOT_SUPPORTED where there is no Web Crypto', async () => {
    const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      await expect(safetyNumber('ada', 'bob')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    } finally {
      Object.defineProperty(globalThis, 'crypto', crypto);
    }
  });
});
