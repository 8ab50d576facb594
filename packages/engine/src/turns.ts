import { asyncScheduler, interval, type SchedulerLike } from 'rxjs';
import { clockOf } from './clock.ts';

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

/** Settings of {@link Turns}. */
export interface TurnsInit {
  /** How many turns run at once while the process is not busy. */
  readonly atOnce: number;
  /**
   * A turn that takes longer without an answer, in milliseconds, does not count any more. When all turns take long
   * because the machine is busy, the limit is three times their mean, and at most a second.
   */
  readonly patienceMs: number;
  /** Runs every timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** One turn of {@link Turns}: a dial that is under way. */
export interface Turn {
  /** The other side has answered: the turn gets more time. */
  answered(): void;
  /** Must be called once, whatever has come of it. Further calls do nothing. */
  end(): void;
}

/**
 * For transports: lets few dials work at a time, the latest first. A turn without an answer holds up nobody: behind a
 * crowd of such turns, a newcomer waits only for a moment.
 */
export class Turns {
  readonly #init: TurnsInit;
  readonly #scheduler: SchedulerLike;
  readonly #now: () => number;
  /** The callers that wait, by a number that is higher for a later one. */
  readonly #waiting = new Map<number, () => void>();
  #nextNumber = 0;
  #working = 0;
  #meanMs = 0;
  #roundMs = 0;

  constructor(init: TurnsInit) {
    const { scheduler = asyncScheduler } = init;
    this.#init = init;
    this.#scheduler = scheduler;
    this.#now = clockOf(scheduler);
  }

  /**
   * Resolves when the turn begins. Rejects when `signal` aborts before.
   *
   * @param onWaiting - Called at intervals until the turn begins.
   */
  async begin(onWaiting: () => void, signal: AbortSignal): Promise<Turn> {
    if (this.#working >= this.#atOnce()) await this.#wait(onWaiting, signal);
    else this.#working += 1;
    const begun = this.#now();
    const tookMs = (): number => this.#now() - begun;
    this.#scheduler.schedule(() => (this.#roundMs = mean(this.#roundMs, tookMs())));
    let isCounted = true;
    const passOn = (): void => {
      if (isCounted) this.#passOn();
      isCounted = false;
    };
    let patience = this.#scheduler.schedule(passOn, this.#patienceMs());
    return {
      answered: () => {
        patience.unsubscribe();
        if (isCounted) patience = this.#scheduler.schedule(passOn, ANSWERED_PATIENCE_MS);
      },
      end: () => {
        patience.unsubscribe();
        this.#meanMs = mean(this.#meanMs, tookMs());
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
    while (this.#waiting.size > 0 && this.#working < this.#atOnce()) {
      this.#nextNumber -= 1;
      const begin = this.#waiting.get(this.#nextNumber);
      if (begin === undefined) continue;
      this.#working += 1;
      begin();
    }
  }

  #wait(onWaiting: () => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const number = this.#nextNumber++;
      const signs = interval(SIGN_MS, this.#scheduler).subscribe(onWaiting);
      const stop = (): void => {
        signs.unsubscribe();
        this.#waiting.delete(number);
        signal.removeEventListener('abort', giveUp);
      };
      const giveUp = (): void => {
        stop();
        reject(signal.reason as Error);
      };
      this.#waiting.set(number, () => {
        stop();
        resolve();
      });
      signal.addEventListener('abort', giveUp);
    });
  }
}

function mean(before: number, last: number): number {
  return before + WEIGHT * (last - before);
}
