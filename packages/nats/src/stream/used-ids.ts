/** The least number of ids that are remembered. */
const REMEMBERED = 8_192;

/**
 * Remembers the last ids, within bounds. A forgotten id does no harm: an attacker that replays the opening of a
 * stream has no key, so the stream is never reported.
 */
export class UsedIds {
  #current = new Set<string>();
  #former = new Set<string>();

  has(id: string): boolean {
    return this.#current.has(id) || this.#former.has(id);
  }

  add(id: string): void {
    if (this.#current.size >= REMEMBERED) {
      this.#former = this.#current;
      this.#current = new Set();
    }
    this.#current.add(id);
  }
}
