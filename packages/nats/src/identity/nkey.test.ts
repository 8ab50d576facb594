import { ed25519 } from '@noble/curves/ed25519.js';
import { createUser, fromPublic, fromSeed } from '@nats-io/nkeys';
import { nobleKeys } from '../page/noble-keys.ts';
import { nodeKeys } from '../node/node-keys.ts';
import { createSeed, identityOf } from './identity.ts';
import { decodePublicKey, decodeSeed } from './nkey.ts';

const message = new TextEncoder().encode('a nonce');

describe('an nkey', () => {
  it('of NATS is read as NATS reads it', () => {
    const pair = createUser();
    const seed = new TextDecoder().decode(pair.getSeed());
    for (const keys of [nodeKeys, nobleKeys]) {
      const identity = identityOf(keys, seed)!;
      expect(identity.peerName).toBe(pair.getPublicKey());
      expect(identity.sign(message)).toEqual(new Uint8Array(pair.sign(message)));
    }
  });

  it('of beckon is valid for NATS', () => {
    const seed = createSeed();
    const pair = fromSeed(new TextEncoder().encode(seed));
    const identity = identityOf(nodeKeys, seed)!;
    expect(pair.getPublicKey()).toBe(identity.peerName);
    expect(fromPublic(identity.peerName).verify(message, identity.sign(message))).toBe(true);
  });

  it('is invalid with any letter changed, or of another kind', () => {
    const seed = createSeed();
    const { peerName } = identityOf(nodeKeys, seed)!;
    for (const [text, decode] of [
      [seed, decodeSeed],
      [peerName, decodePublicKey],
    ] as const) {
      expect(decode(text)).toHaveLength(32);
      for (let at = 0; at < text.length; at++) {
        const other = text[at] === 'A' ? 'B' : 'A';
        expect(decode(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
      }
      expect(decode(text.slice(1))).toBeUndefined();
      expect(decode(`${text}A`)).toBeUndefined();
      expect(decode(text.toLowerCase())).toBeUndefined();
    }
    expect(decodeSeed(peerName)).toBeUndefined();
    expect(decodePublicKey(seed)).toBeUndefined();
  });
});

describe('the keys of Node and of a page', () => {
  it('accept the same signatures, also for keys of small order', () => {
    const seed = new Uint8Array(32).fill(7);
    const signature = nobleKeys.signer(seed).sign(message);
    const publicKey = ed25519.getPublicKey(seed);
    const zero = new Uint8Array(32);
    const one = Uint8Array.of(1, ...new Uint8Array(31));
    for (const keys of [nodeKeys, nobleKeys]) {
      expect(keys.verify(publicKey, message, signature)).toBe(true);
      expect(keys.verify(publicKey, message.subarray(1), signature)).toBe(false);
      expect(keys.verify(publicKey, message, signature.subarray(1))).toBe(false);
      expect(keys.verify(zero, message, signature)).toBe(false);
      expect(keys.verify(one, message, signature)).toBe(false);
    }
  });

  it('seal and open alike, and open nothing that was changed or cut', () => {
    const [key, nonce] = [new Uint8Array(32).fill(1), new Uint8Array(12).fill(2)];
    const sealed = nodeKeys.cipher(key).seal(nonce, message);
    expect(nobleKeys.cipher(key).seal(nonce, message)).toEqual(sealed);
    for (const keys of [nodeKeys, nobleKeys]) {
      const cipher = keys.cipher(key);
      expect(cipher.open(nonce, sealed)).toEqual(message);
      expect(cipher.open(new Uint8Array(12), sealed)).toBeUndefined();
      for (let at = 0; at < sealed.length; at++) {
        const changed = sealed.slice();
        changed[at]! ^= 1;
        expect(cipher.open(nonce, changed)).toBeUndefined();
        expect(cipher.open(nonce, sealed.subarray(0, at))).toBeUndefined();
      }
    }
  });

  it('give the same secret, and none for a key of small order', () => {
    const [a, b] = [nodeKeys.createStreamKey(), nobleKeys.createStreamKey()];
    expect(a.secretWith(b.publicKey)).toEqual(b.secretWith(a.publicKey));
    for (const key of [a, b]) expect(() => key.secretWith(new Uint8Array(32))).toThrow();
  });
});
