/** How many ids are remembered at least. */
const REMEMBERED = 8_192;

/**
 * Remembers the last ids, within bounds. What is forgotten does no harm: a stream that is opened again by
 * somebody else than its opener gets no key, and nobody hears of it.
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
