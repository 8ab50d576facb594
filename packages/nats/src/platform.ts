import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core';

/** The differences between Node and a page. */
export interface Platform {
  /** Connects to a server. Rejects when no server answers. */
  connect(options: ConnectionOptions): Promise<NatsConnection>;
  /** The reason why servers of a URL protocol, such as `nats:`, cannot be used here. `undefined` when they can. */
  faultOfServer(protocol: string): string | undefined;
  readonly keys: KeyFunctions;
}

/** Ed25519 and X25519, over raw keys of 32 bytes. */
export interface KeyFunctions {
  /** The signer of a seed. */
  signer(seed: Uint8Array): Signer;
  /** Whether `signature` over `message` is valid for `publicKey`. False for malformed keys and signatures. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** A new X25519 key, for one stream. */
  createStreamKey(): StreamKey;
  /** ChaCha20-Poly1305 under a key of 32 bytes. */
  readonly cipher: (key: Uint8Array) => Cipher;
}

/** Authenticated encryption. Nonces have 12 bytes; sealing appends 16 bytes. */
export interface Cipher {
  seal(nonce: Uint8Array, content: Uint8Array): Uint8Array;
  /** `undefined` for bytes that were not sealed with this key and nonce. */
  open(nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

export interface Signer {
  readonly publicKey: Uint8Array;
  /** An Ed25519 signature, of 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** An X25519 key that only this process has. */
export interface StreamKey {
  readonly publicKey: Uint8Array;
  /**
   * The shared secret of the owners of both keys.
   *
   * @throws Error for a public key that gives no secret.
   */
  secretWith(publicKey: Uint8Array): Uint8Array;
}
