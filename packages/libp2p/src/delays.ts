/** Delays before new attempts, in milliseconds: each is about twice as long as the one before it. */
export class Delays {
  readonly #firstMs: number;
  readonly #longestMs: number;
  #count = 0;

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  /** Those who have lost the same thing do not all come back in one moment. */
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
