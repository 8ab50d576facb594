import { LIMITS } from '@beckon/core';
import { generateKeyPair, generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { RecordEnvelope } from '@libp2p/peer-record';
import fc from 'fast-check';
import { fromString } from 'uint8arrays/from-string';
import { toString } from 'uint8arrays/to-string';
import { makeCard, readCard } from './card.ts';

const NOW = Date.UTC(2026, 10, 26);
const DAY_MS = 24 * 60 * 60 * 1_000;
const PREFIX = 'beckon-card:';
const ADDRESS = '/ip4/192.0.2.1/tcp/4001';
const BASE64URL = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

const key = await generateKeyPair('Ed25519');
const peerName = peerIdFromPrivateKey(key).toString();
const card = await makeCard(key, { name: "Bob's laptop ♞", addresses: [ADDRESS] }, NOW);

const read = (text: string, now = NOW) => readCard('contacts.add', text, now);

/** Expects that a card is refused, with a message that gives the reason. */
async function expectRefused(text: string, why: RegExp, now = NOW): Promise<void> {
  await expect(read(text, now)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(read(text, now)).rejects.toThrow(/^contacts\.add: the card .*\.$/);
  await expect(read(text, now)).rejects.toThrow(why);
}

interface Seal {
  readonly domain?: string;
  readonly codec?: string;
  readonly signer?: PrivateKey;
}

/** A card with any content, signed as `seal` says. */
async function seal(
  content: unknown,
  { domain = 'beckon-card', codec = '/beckon/card/json', signer = key }: Seal = {},
): Promise<string> {
  const payload = typeof content === 'string' ? content : JSON.stringify(content);
  const envelope = await RecordEnvelope.seal(
    {
      domain,
      codec: fromString(codec),
      marshal: () => fromString(payload),
      equals: () => false,
    },
    signer,
  );
  return PREFIX + toString(envelope.marshal(), 'base64url');
}

const content = {
  version: 1,
  peerName,
  addresses: [ADDRESS],
  issuedAt: NOW,
  expiresAt: NOW + DAY_MS,
};

describe('a card', () => {
  it('has the proven name and the claims', async () => {
    expect(await read(card)).toEqual({
      peerName,
      name: "Bob's laptop ♞",
      addresses: [ADDRESS],
    });
    expect(await read(await seal(content))).toEqual({ peerName, addresses: [ADDRESS] });
  });

  it('is read after a mail program has broken its line', async () => {
    const broken = ` ${card.replace(/.{60}/g, '$&\r\n')}\n`;
    expect(await read(broken)).toMatchObject({ peerName });
  });

  it('of the longest name and the most addresses is read, and fits the limit of cards', async () => {
    const name = '♞'.repeat(LIMITS.endpointNameUtf16Units);
    const address = `/dns4/${'x'.repeat(230)}.example/tcp/4001`;
    const addresses = Array.from({ length: 60 }, () => address);
    const longest = await makeCard(key, { name, addresses }, NOW);
    expect(longest.length).toBeLessThan(LIMITS.cardUtf16Units);
    expect((await read(longest)).addresses).toHaveLength(LIMITS.endpointsPerContact);
  });

  it('is written as PROTOCOL.md says, the same each time', async () => {
    const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
    const known = await generateKeyPairFromSeed('Ed25519', seed);
    const text = await makeCard(known, { name: 'Ada', addresses: [ADDRESS] }, NOW);
    expect(text).toBe(
      'beckon-card:CiQIARIgA6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbgSES9iZWNrb24vY2FyZC9qc29uGrcBeyJ2ZXJzaW9uIjoxLCJwZWVyTmFtZSI6IjEyRDNLb29XQTRYb3AxSmFUM01IeHdZTWtDZXBZc3Y0aVBWb3BNWHdDejVpSFlkQmZlU0IiLCJuYW1lIjoiQWRhIiwiYWRkcmVzc2VzIjpbIi9pcDQvMTkyLjAuMi4xL3RjcC80MDAxIl0sImlzc3VlZEF0IjoxNzk1NjUxMjAwMDAwLCJleHBpcmVzQXQiOjE4MjcxODcyMDAwMDB9KkAzH58_T8sEIosyhsOwk_1XtTnoZ6_E_dCWoyDoL-JbuexohPYOHb8VAbncFDuKzZp46u1NojBgUAdjrBUhohoA',
    );
  });

  it('can be added for a year', async () => {
    expect(await read(card, NOW + 364 * DAY_MS)).toMatchObject({ peerName });
    await expectRefused(card, /expired on 2027-11-26\. Ask for the card again/, NOW + 365 * DAY_MS);
  });
});

describe('a card is refused when', () => {
  it('one character is changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: PREFIX.length, max: card.length - 1 }),
        fc.constantFrom(...BASE64URL),
        async (index, character) => {
          fc.pre(card[index] !== character);
          const changed = card.slice(0, index) + character + card.slice(index + 1);
          await expect(read(changed)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('its bytes are changed, or it is any other text', async () => {
    const bytes = fromString(card.slice(PREFIX.length), 'base64url');
    const spoiled = fc
      .tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([at, part]) => Uint8Array.from([...bytes.slice(0, at), ...part, ...bytes.slice(at)]));
    const text = fc.oneof(
      fc.oneof(spoiled, fc.uint8Array({ maxLength: 300 })).map((other) => {
        return PREFIX + toString(other, 'base64url');
      }),
      fc.string({ unit: 'binary' }).map((end) => PREFIX + end),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (other) => {
        await expect(read(other)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('it is cut off, anywhere', async () => {
    for (let length = 0; length < card.length; length++) {
      await expect(read(card.slice(0, length))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  it('something is appended', async () => {
    await expectRefused(`${card}AAAA`, /is damaged/);
  });

  it('the same envelope is spelled in another way', async () => {
    const bytes = fromString(card.slice(PREFIX.length), 'base64url');
    // An unknown field.
    const longer = Uint8Array.from([...bytes, 0x7a, 1, 0]);
    await expectRefused(PREFIX + toString(longer, 'base64url'), /is damaged/);
  });

  it('it is no card at all', async () => {
    await expectRefused(
      'not a card',
      /has the wrong form: a card of the libp2p adapter begins with/,
    );
    await expectRefused(PREFIX, /is damaged/);
    await expectRefused(`${PREFIX}!!!`, /is damaged: a part is missing, or was changed/);
    await expectRefused(PREFIX + 'A'.repeat(100_000), /has 100012 characters; the limit is 32768/);
  });

  it('it names another peer than its signer', async () => {
    const signer = await generateKeyPair('Ed25519');
    await expectRefused(await seal(content, { signer }), /is forged: it names 12D3.*another peer/);
  });

  it('the signature is of another key', async () => {
    const signer = await generateKeyPair('Ed25519');
    const forged = RecordEnvelope.createFromProtobuf(
      fromString((await seal(content, { signer })).slice(PREFIX.length), 'base64url'),
    );
    const envelope = new RecordEnvelope({
      publicKey: key.publicKey,
      payloadType: forged.payloadType,
      payload: forged.payload.subarray(),
      signature: forged.signature,
    });
    const text = PREFIX + toString(envelope.marshal(), 'base64url');
    await expectRefused(text, /changed or forged: its signature is not of its owner/);
  });

  it('the signature was made for something else', async () => {
    const record = await seal(content, { domain: 'libp2p-peer-record' });
    await expectRefused(record, /changed or forged/);
  });

  it('it is of a later version, or has no version', async () => {
    const later = await seal({ version: 2, people: [] });
    await expectRefused(later, /is of a later version of beckon\. Use that version/);
    const laterForm = await seal(content, { codec: '/beckon/card/cbor' });
    await expectRefused(laterForm, /later version/);
    await expectRefused(await seal({ ...content, version: 0 }), /unknown version/);
    await expectRefused(await seal({ peerName }), /names no version/);
    await expectRefused(await seal('{'), /not made by beckon/);
    await expectRefused(await seal('null'), /not made by beckon/);
  });

  it.each<[string, object]>([
    ['no peer name', { peerName: undefined }],
    ['a name that is no text', { name: 7 }],
    ['an empty name', { name: '' }],
    ['a name that is too long', { name: 'x'.repeat(256) }],
    ['a name with half a surrogate pair', { name: '\ud83d' }],
    ['no addresses', { addresses: undefined }],
    ['too many addresses', { addresses: Array.from({ length: 51 }, () => ADDRESS) }],
    ['an address that is no multiaddr', { addresses: ['nowhere'] }],
    ['an address that is a number', { addresses: [7] }],
    ['an address that is too long', { addresses: [`/dns4/${'x'.repeat(300)}/tcp/1`] }],
    ['no time at which it expires', { expiresAt: undefined }],
    ['a time outside the range of dates', { expiresAt: Number.MAX_SAFE_INTEGER }],
    ['a time that is text', { issuedAt: 'today' }],
  ])('its owner has signed %s', async (_, fault) => {
    await expectRefused(await seal({ ...content, ...fault }), /not made by beckon/);
  });
});
