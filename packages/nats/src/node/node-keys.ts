import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { KeyFunctions } from '../platform.ts';

/** The prefix of the 32 bytes of a key in PKCS #8 and SPKI (RFC 8410). */
const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519_PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');
const X25519_PUBLIC = Buffer.from('302a300506032b656e032100', 'hex');
const KEY_BYTES = 32;

const CIPHER = 'chacha20-poly1305';
const AUTHENTICATION = { authTagLength: 16 } as const;

/** Uses OpenSSL, which is many times as fast as JavaScript. */
export const nodeKeys: KeyFunctions = {
  signer(seed) {
    const key = createPrivateKey({
      key: Buffer.concat([ED25519_PRIVATE, seed]),
      format: 'der',
      type: 'pkcs8',
    });
    return {
      publicKey: rawKey(createPublicKey(key)),
      sign: (message) => new Uint8Array(sign(null, message, key)),
    };
  },
  verify(publicKey, message, signature) {
    try {
      return verify(null, message, publicKeyOf(ED25519_PUBLIC, publicKey), signature);
    } catch {
      return false;
    }
  },
  createStreamKey() {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    return {
      publicKey: rawKey(publicKey),
      secretWith: (other) =>
        new Uint8Array(diffieHellman({ privateKey, publicKey: publicKeyOf(X25519_PUBLIC, other) })),
    };
  },
  cipher: (key) => ({
    seal(nonce, content) {
      const cipher = createCipheriv(CIPHER, key, nonce, AUTHENTICATION);
      const sealed = new Uint8Array(content.length + AUTHENTICATION.authTagLength);
      sealed.set(cipher.update(content));
      cipher.final();
      sealed.set(cipher.getAuthTag(), content.length);
      return sealed;
    },
    open(nonce, sealed) {
      const length = sealed.length - AUTHENTICATION.authTagLength;
      if (length < 0) return undefined;
      const decipher = createDecipheriv(CIPHER, key, nonce, AUTHENTICATION);
      decipher.setAuthTag(sealed.subarray(length));
      const content = decipher.update(sealed.subarray(0, length));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return new Uint8Array(content.buffer, content.byteOffset, content.length);
    },
  }),
};

function publicKeyOf(prefix: Buffer, raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
}

function rawKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
}
