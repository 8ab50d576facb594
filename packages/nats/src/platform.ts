import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core';

/** What differs between Node and a page. */
export interface Platform {
  /** Connects to a server. Rejects when none answers. */
  connect(options: ConnectionOptions): Promise<NatsConnection>;
  /** Why servers of a URL's protocol, as `nats:`, cannot be used here. `undefined` when they can. */
  faultOfServer(protocol: string): string | undefined;
  readonly keys: KeyFunctions;
}

/** Ed25519 and X25519, over raw keys of 32 bytes. */
export interface KeyFunctions {
  /** The signer of a seed. */
  signer(seed: Uint8Array): Signer;
  /** Whether `signature` over `message` is of the owner of `publicKey`. False for keys and signatures of any wrong form. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** A new X25519 key, for one stream. */
  createStreamKey(): StreamKey;
  /** ChaCha20-Poly1305 under a key of 32 bytes. */
  readonly cipher: (key: Uint8Array) => Cipher;
}

/** Authenticated encryption. Nonces have 12 bytes; what is sealed has 16 bytes more, at its end. */
export interface Cipher {
  seal(nonce: Uint8Array, content: Uint8Array): Uint8Array;
  /** `undefined` for what was not sealed with this key and nonce. */
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
   * What only the owners of both keys know.
   *
   * @throws Error for a public key that gives nothing secret.
   */
  secretWith(publicKey: Uint8Array): Uint8Array;
}
