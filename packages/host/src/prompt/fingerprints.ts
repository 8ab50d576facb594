import { fingerprintOf } from '@beckon/core/safety-number';

/** How many are kept. */
const KEPT = 64;

/** The fingerprints of the latest identities. Each takes about a tenth of a second. */
export class Fingerprints {
  readonly #known = new Map<string, Promise<string>>();

  of(peerName: string): Promise<string> {
    const known = this.#known.get(peerName) ?? fingerprintOf(peerName);
    // The latest is the last.
    this.#known.delete(peerName);
    this.#known.set(peerName, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}
