import { CollaborationError, LIMITS } from '@beckon/core';
import { createSeed, identityOf } from '../identity/identity.ts';
import { nodeKeys } from '../node/node-keys.ts';
import { makeCard, readCard } from './card.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1_000;
const identity = identityOf(nodeKeys, createSeed())!;
const other = identityOf(nodeKeys, createSeed())!;
const read = (card: string, now = NOW) => readCard(nodeKeys, 'contacts.add', card, now);
/** A card of any content, signed by its owner. */
const signed = (content: object | string, signer = identity): string => {
  const payload = new TextEncoder().encode(
    typeof content === 'string' ? content : JSON.stringify(content),
  );
  const signature = signer.sign(
    Uint8Array.of(...new TextEncoder().encode('beckon/nats/card\n'), ...payload),
  );
  return `beckon-nats-card:${Buffer.concat([signature, payload]).toString('base64url')}`;
};
const content = {
  version: 1,
  peerName: identity.peerName,
  issuedAt: NOW,
  expiresAt: NOW + DAY,
};

describe('a card', () => {
  it('is read as it was made, with any white space', () => {
    const card = makeCard(identity, 'Ädä', NOW);
    const expected = {
      peerName: identity.peerName,
      name: 'Ädä',
      addresses: [`nats:${identity.peerName}`],
    };
    expect(read(card)).toEqual(expected);
    expect(read(card.replace(/(.{40})/g, '$1\n '))).toEqual(expected);
    expect(read(makeCard(identity, undefined, NOW))).not.toHaveProperty('name');
  });

  it('with the longest name has less than a quarter of the longest length', () => {
    const card = makeCard(identity, '\u{2028}'.repeat(LIMITS.endpointNameUtf16Units), NOW);
    expect(card.length).toBeLessThan(2_048);
    expect(read(card).name).toHaveLength(LIMITS.endpointNameUtf16Units);
  });

  it('with any character changed, or cut off anywhere, is refused', () => {
    const card = makeCard(identity, 'Ada', NOW);
    for (let at = 0; at < card.length; at++) {
      const changed = card[at] === 'A' ? 'B' : 'A';
      const texts = [card.slice(0, at), card.slice(0, at) + changed + card.slice(at + 1)];
      for (const text of texts) {
        expect(() => read(text)).toThrow(CollaborationError);
      }
    }
  });

  it.each([
    ['no card', 'hello', /has the wrong form/],
    ['too long', `beckon-nats-card:${'A'.repeat(9_000)}`, /has 9017 characters; the limit is 8192/],
    ['of somebody else', signed(content, other), /changed or forged/],
    ['of a later version', signed({ ...content, version: 2 }), /later version/],
    ['of no version', signed({ ...content, version: undefined }), /damaged/],
    ['expired', signed({ ...content, expiresAt: NOW }), /expired on 2026-01-01/],
    ['of no time', signed({ ...content, expiresAt: 'never' }), /It names no time/],
    [
      'of a time outside the range of dates',
      signed({ ...content, expiresAt: 1e300 }),
      /It names no time/,
    ],
    ['with no name', signed({ ...content, name: '' }), /faulty version/],
    ['with a number as its name', signed({ ...content, name: 7 }), /faulty version/],
    ['with an invalid peer name', signed({ ...content, peerName: 'bob' }), /damaged/],
    ['that is null', signed('null'), /damaged/],
    ['that is no JSON', signed('{'), /damaged/],
  ])('%s is refused with a reason', (_, card, sentence) => {
    expect(() => read(card)).toThrow(sentence);
  });
});
