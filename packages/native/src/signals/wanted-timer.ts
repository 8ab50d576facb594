/** A timer that runs while it is wanted, and calls back at an interval. */
export class WantedTimer {
  readonly #intervalMs: number;
  readonly #callback: () => void;
  readonly #keepsAlive: boolean;
  #wanted = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param keepsAlive - Whether the timer keeps the process running. */
  constructor(intervalMs: number, callback: () => void, { keepsAlive }: { keepsAlive: boolean }) {
    this.#intervalMs = intervalMs;
    this.#callback = callback;
    this.#keepsAlive = keepsAlive;
  }

  want(): void {
    this.#wanted += 1;
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(this.#callback, this.#intervalMs);
    if (!this.#keepsAlive) this.#timer.unref();
  }

  /** Undoes one {@link want}. */
  unwant(): void {
    this.#wanted -= 1;
    if (this.#wanted > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
