/** While one waits for its turn, it is told so often, in milliseconds. */
const SIGN_MS = 500;

export interface TurnsInit {
  /** How many have their turn at once. */
  readonly atOnce: number;
  /** A turn that takes longer, in milliseconds, does not count any more. */
  readonly patienceMs: number;
}

/** Lets few work at a time, in the order in which they come. Who takes long holds up nobody. */
export class Turns {
  readonly #init: TurnsInit;
  readonly #waiting = new Set<() => void>();
  #working = 0;

  constructor(init: TurnsInit) {
    this.#init = init;
  }

  /**
   * Resolves when it is one's turn, with what ends it. Rejects when `signal` aborts before.
   *
   * @param onWaiting - Called now and then until it is one's turn.
   */
  async begin(onWaiting: () => void, signal?: AbortSignal): Promise<() => void> {
    if (this.#working >= this.#init.atOnce) await this.#wait(onWaiting, signal);
    this.#working += 1;
    let isCounted = true;
    const end = (): void => {
      if (!isCounted) return;
      isCounted = false;
      clearTimeout(patience);
      this.#working -= 1;
      const [next] = this.#waiting;
      next?.();
    };
    const patience = setTimeout(end, this.#init.patienceMs);
    return end;
  }

  #wait(onWaiting: () => void, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const signs = setInterval(onWaiting, SIGN_MS);
      const stop = (): void => {
        clearInterval(signs);
        this.#waiting.delete(begin);
        signal?.removeEventListener('abort', abort);
      };
      const begin = (): void => {
        stop();
        resolve();
      };
      const abort = (): void => {
        stop();
        reject(signal?.reason as Error);
      };
      this.#waiting.add(begin);
      signal?.addEventListener('abort', abort);
    });
  }
}
