/** The interval of `onWaiting` calls, in milliseconds. */
const SIGN_MS = 500;
/** The weight of the latest duration in the mean. */
const WEIGHT = 0.2;
/** A turn that takes longer than this many times the mean is slow. */
const LONG = 3;
/** The longest patience without an answer, and with one, in milliseconds. */
const MAX_PATIENCE_MS = 1_000;
const ANSWERED_PATIENCE_MS = 3_000;

/**
 * When a round of the event loop takes longer than this, in milliseconds, fewer turns run at once, down to the least
 * number.
 */
const QUICK_ROUND_MS = 25;
const MIN_AT_ONCE = 4;

export interface TurnsInit {
  /** How many turns run at once while the process is not busy. */
  readonly atOnce: number;
  /**
   * A turn that takes longer without an answer, in milliseconds, does not count any more. When all turns take long
   * because the machine is busy, the limit is three times their mean, and at most a second.
   */
  readonly patienceMs: number;
}

export interface Turn {
  /** The other side has answered: the turn gets more time. */
  answered(): void;
  end(): void;
}

/**
 * Lets few callers work at a time, the latest first. A turn without an answer holds up nobody: behind a crowd of such
 * turns, a newcomer waits only for a moment.
 */
export class Turns {
  readonly #init: TurnsInit;
  readonly #waiting = new Set<() => void>();
  #working = 0;
  #meanMs = 0;
  #roundMs = 0;

  constructor(init: TurnsInit) {
    this.#init = init;
  }

  /**
   * Resolves when the turn begins. Rejects when `signal` aborts before.
   *
   * @param onWaiting - Called at intervals until the turn begins.
   */
  async begin(onWaiting: () => void, signal: AbortSignal): Promise<Turn> {
    if (this.#working >= this.#atOnce()) await this.#wait(onWaiting, signal);
    else this.#working += 1;
    const begun = performance.now();
    afterThisRound(() => (this.#roundMs = mean(this.#roundMs, performance.now() - begun)));
    let isCounted = true;
    const passOn = (): void => {
      if (isCounted) this.#passOn();
      isCounted = false;
    };
    let patience = setTimeout(passOn, this.#patienceMs());
    return {
      answered: () => {
        clearTimeout(patience);
        if (isCounted) patience = setTimeout(passOn, ANSWERED_PATIENCE_MS);
      },
      end: () => {
        clearTimeout(patience);
        this.#meanMs = mean(this.#meanMs, performance.now() - begun);
        passOn();
      },
    };
  }

  #patienceMs(): number {
    return Math.min(MAX_PATIENCE_MS, Math.max(this.#init.patienceMs, LONG * this.#meanMs));
  }

  #atOnce(): number {
    const { atOnce } = this.#init;
    if (this.#roundMs <= QUICK_ROUND_MS) return atOnce;
    return Math.max(Math.min(atOnce, MIN_AT_ONCE), (atOnce * QUICK_ROUND_MS) / this.#roundMs);
  }

  #passOn(): void {
    this.#working -= 1;
    while (this.#working < this.#atOnce()) {
      const next = [...this.#waiting].at(-1);
      if (next === undefined) return;
      this.#working += 1;
      next();
    }
  }

  #wait(onWaiting: () => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const signs = setInterval(onWaiting, SIGN_MS);
      const stop = (): void => {
        clearInterval(signs);
        this.#waiting.delete(begin);
        signal.removeEventListener('abort', abort);
      };
      const begin = (): void => {
        stop();
        resolve();
      };
      const abort = (): void => {
        stop();
        reject(signal.reason as Error);
      };
      this.#waiting.add(begin);
      signal.addEventListener('abort', abort);
    });
  }
}

/** A page has no `setImmediate`. */
function afterThisRound(task: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(task);
  else setTimeout(task);
}

function mean(before: number, last: number): number {
  return before + WEIGHT * (last - before);
}
