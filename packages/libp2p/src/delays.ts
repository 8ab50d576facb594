/** Delays before retries, in milliseconds. Each is about twice as long as the one before. */
export class Delays {
  readonly #firstMs: number;
  readonly #longestMs: number;
  #count = 0;

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  /** The next delay, with a random part: sides that have lost the same thing must not all retry in the same moment. */
  next(): number {
    const delayMs = Math.min(this.#longestMs, this.#firstMs * 2 ** this.#count);
    this.#count += 1;
    return delayMs * (0.5 + Math.random() / 2);
  }

  /** The next delay is the first one again. */
  reset(): void {
    this.#count = 0;
  }
}
