const TICK_MS = 5;

/**
 * Measures the time in which this process could run. A machine that is busy with something else gives it no ticks, and
 * so adds nothing.
 */
export class Stopwatch {
  #ticks = 0;
  readonly #timer = setInterval(() => (this.#ticks += 1), TICK_MS).unref();

  /** Returns the time since the beginning, in milliseconds. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#ticks * TICK_MS;
  }
}
