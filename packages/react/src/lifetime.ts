/** Knows when its holder is gone for good. Begins with the first {@link begin}. */
export class Lifetime {
  readonly #onEnd: () => void;
  #holders = 0;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /** Returns what ends it: a microtask later, unless it has begun again by then. */
  readonly begin = (): (() => void) => {
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      // Fast Refresh runs every effect again, cleanup first. Not queueMicrotask, which fake timers stop.
      void Promise.resolve().then(() => {
        if (!this.isHeld) this.#onEnd();
      });
    };
  };
}
