import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Cipher, KeyFunctions } from '../platform.ts';
import { concat } from './bytes.ts';
import { idBytes } from './stream-message.ts';

const DOMAIN = /* @__PURE__ */ new TextEncoder().encode('beckon/nats/keys/1\n');
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** What the keys of a stream are derived for. Two streams never have the same. */
export interface SealContext {
  readonly id: string;
  /** Public keys of the identities. */
  readonly opener: Uint8Array;
  readonly acceptor: Uint8Array;
  /** Public X25519 keys of the stream. */
  readonly openerKey: Uint8Array;
  readonly acceptorKey: Uint8Array;
}

/** One direction of a stream. Messages are counted, and the count is part of what is authenticated. */
export interface Sealing {
  seal(content: Uint8Array): Uint8Array;
  /** The content of the next message. `undefined` when the message is not exactly that one. */
  open(sealed: Uint8Array): Uint8Array | undefined;
}

/** A stream's two directions. */
export interface StreamSeals {
  readonly fromOpener: Sealing;
  readonly fromAcceptor: Sealing;
}

export function streamSeals(
  { cipher }: KeyFunctions,
  secret: Uint8Array,
  { id, opener, acceptor, openerKey, acceptorKey }: SealContext,
): StreamSeals {
  const info = concat(DOMAIN, opener, acceptor, idBytes(id), openerKey, acceptorKey);
  const keys = hkdf(sha256, secret, undefined, info, 2 * KEY_BYTES);
  return {
    fromOpener: new CountedSealing(cipher(keys.slice(0, KEY_BYTES))),
    fromAcceptor: new CountedSealing(cipher(keys.slice(KEY_BYTES))),
  };
}

class CountedSealing implements Sealing {
  readonly #cipher: Cipher;
  readonly #nonce = new Uint8Array(NONCE_BYTES);
  readonly #count = new DataView(this.#nonce.buffer);
  #next = 0;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  seal(content: Uint8Array): Uint8Array {
    const sealed = this.#cipher.seal(this.#nonce, content);
    this.#advance();
    return sealed;
  }

  open(sealed: Uint8Array): Uint8Array | undefined {
    const content = this.#cipher.open(this.#nonce, sealed);
    if (content !== undefined) this.#advance();
    return content;
  }

  #advance(): void {
    this.#next += 1;
    this.#count.setUint32(4, Math.floor(this.#next / 2 ** 32));
    this.#count.setUint32(8, this.#next % 2 ** 32);
  }
}
