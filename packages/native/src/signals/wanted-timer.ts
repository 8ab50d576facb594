/** Calls back at an interval as long as somebody wants it. */
export class WantedTimer {
  readonly #intervalMs: number;
  readonly #callback: () => void;
  readonly #keepsAlive: boolean;
  #wanted = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param keepsAlive - Whether the process has to run on for it. */
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

  /** To be called once for each {@link want}. */
  unwant(): void {
    this.#wanted -= 1;
    if (this.#wanted > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
