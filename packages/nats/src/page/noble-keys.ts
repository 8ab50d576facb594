import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { KeyFunctions } from '../platform.ts';

/** Uses JavaScript only, for pages. */
export const nobleKeys: KeyFunctions = {
  signer: (seed) => ({
    publicKey: ed25519.getPublicKey(seed),
    sign: (message) => ed25519.sign(message, seed),
  }),
  verify(publicKey, message, signature) {
    try {
      // As strict as OpenSSL: both sides of a stream have to accept the same signatures.
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
  cipher: (key) => ({
    seal: (nonce, content) => chacha20poly1305(key, nonce).encrypt(content),
    open(nonce, sealed) {
      try {
        return chacha20poly1305(key, nonce).decrypt(sealed);
      } catch {
        return undefined;
      }
    },
  }),
  createStreamKey() {
    const { secretKey, publicKey } = x25519.keygen();
    return { publicKey, secretWith: (other) => x25519.getSharedSecret(secretKey, other) };
  },
};
