import { decodePublicKey } from '../identity/nkey.ts';

const REMEMBERED = 1_000;

/** The public keys of peers, by name. */
export class Peers {
  readonly #keys = new Map<string, Uint8Array>();

  /** The 32 bytes of a peer's key. `undefined` for a name that is no public nkey of a user. */
  keyOf(peerName: string): Uint8Array | undefined {
    const known = this.#keys.get(peerName);
    if (known !== undefined) return known;
    const key = decodePublicKey(peerName);
    if (key === undefined) return undefined;
    if (this.#keys.size >= REMEMBERED) this.#keys.clear();
    this.#keys.set(peerName, key);
    return key;
  }
}
