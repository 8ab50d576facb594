import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Cipher, KeyFunctions } from '../platform.ts';
import { concat } from './bytes.ts';
import { idBytes } from './stream-message.ts';

const DOMAIN = /* @__PURE__ */ new TextEncoder().encode('beckon/nats/keys/1\n');
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** The context from which the keys of a stream are derived. It is different for each stream. */
export interface SealContext {
  readonly id: string;
  /** Public keys of the identities. */
  readonly opener: Uint8Array;
  readonly acceptor: Uint8Array;
  /** Public X25519 keys of the stream. */
  readonly openerKey: Uint8Array;
  readonly acceptorKey: Uint8Array;
}

/** One direction of a stream. The number of each message is authenticated. */
export interface Sealing {
  seal(content: Uint8Array): Uint8Array;
  /** The content of the next message. `undefined` for any other message. */
  open(sealed: Uint8Array): Uint8Array | undefined;
}

/** The two directions of a stream. */
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
