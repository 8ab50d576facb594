/**
 * Largest number of calls that hold a thread of libuv. It has four by default; the others serve files
 * and DNS.
 */
const MAX_AT_ONCE = 2;

/**
 * Runs blocking calls off the JavaScript thread, a few at a time. Further calls wait in order.
 *
 * The bound also keeps koffi's own limit out of reach. Calls under way and callbacks from other threads
 * share 256 slots, and a callback without a slot ends the process.
 */
export class BlockingCalls {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #whenIdle: (() => void)[] = [];

  run<Result>(call: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const start = () => {
        this.#running += 1;
        call()
          .then(resolve, reject)
          .finally(() => this.#ended());
      };
      if (this.#running < MAX_AT_ONCE) start();
      else this.#waiting.push(start);
    });
  }

  /** Resolves when nothing runs or waits. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #ended(): void {
    this.#running -= 1;
    this.#waiting.shift()?.();
    if (this.#running > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
