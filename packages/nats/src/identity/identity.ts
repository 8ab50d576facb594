import type { KeyFunctions, Signer } from '../platform.ts';
import { decodeSeed, encodePublicKey, encodeSeed } from './nkey.ts';

/** The identity of this side: an nkey of a user. */
export interface Identity extends Signer {
  /** The public key as text: `U…`. */
  readonly peerName: string;
  /** The seed as text: `SU…`. */
  readonly seed: string;
}

/** The identity of a seed. `undefined` when the text is no seed of a user. */
export function identityOf(keys: KeyFunctions, seed: string): Identity | undefined {
  const raw = decodeSeed(seed);
  if (raw === undefined) return undefined;
  const signer = keys.signer(raw);
  return { ...signer, peerName: encodePublicKey(signer.publicKey), seed };
}

/** Makes the seed of a new identity: text that begins with `SU`, to be kept secret. */
export function createSeed(): string {
  return encodeSeed(crypto.getRandomValues(new Uint8Array(32)));
}
