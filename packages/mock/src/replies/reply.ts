import type { SchedulerLike } from 'rxjs';

type Settled<T> =
  { readonly isOk: true; readonly value: T } | { readonly isOk: false; readonly error: unknown };

/**
 * A promise on a scheduler. It calls back within a scheduled action, never inside the call that
 * made or settled it. So an adapter can reply in virtual time, where native promises do not
 * advance.
 *
 * A rejection that nobody listens to goes unnoticed.
 */
export class Reply<T> implements PromiseLike<T> {
  readonly #scheduler: SchedulerLike;
  #waiting: ((settled: Settled<T>) => void)[] = [];
  #settled: Settled<T> | undefined;

  /**
   * Makes a reply that computes its value at the moment of settling: nothing can happen between the
   * two.
   */
  static scheduled<T>(scheduler: SchedulerLike, compute: () => T): Reply<T> {
    const reply = new Reply<T>(scheduler);
    scheduler.schedule(() => reply.#settle(settled(compute)));
    return reply;
  }

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** Resolves the reply. Only the first call of {@link resolve} or {@link reject} counts. */
  resolve(value: T): void {
    this.#scheduler.schedule(() => this.#settle({ isOk: true, value }));
  }

  reject(error: unknown): void {
    this.#scheduler.schedule(() => this.#settle({ isOk: false, error }));
  }

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    const next = new Reply<A | B>(this.#scheduler);
    const deliver = (outcome: Settled<T>): void => {
      next.#adopt(
        settled((): A | B | PromiseLike<A | B> => {
          if (outcome.isOk) {
            return onValue == null ? (outcome.value as unknown as A) : onValue(outcome.value);
          }
          if (onError == null) throw outcome.error;
          return onError(outcome.error);
        }),
      );
    };
    const outcome = this.#settled;
    if (outcome === undefined) this.#waiting.push(deliver);
    else this.#scheduler.schedule(() => deliver(outcome));
    return next;
  }

  #adopt(outcome: Settled<T | PromiseLike<T>>): void {
    if (!outcome.isOk) this.#settle(outcome);
    else if (!isPromiseLike(outcome.value)) this.#settle({ isOk: true, value: outcome.value });
    else {
      outcome.value.then(
        (value) => this.#settle({ isOk: true, value }),
        (error: unknown) => this.#settle({ isOk: false, error }),
      );
    }
  }

  #settle(outcome: Settled<T>): void {
    if (this.#settled !== undefined) return;
    this.#settled = outcome;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const deliver of waiting) deliver(outcome);
  }
}

function settled<T>(compute: () => T): Settled<T> {
  try {
    return { isOk: true, value: compute() };
  } catch (error) {
    return { isOk: false, error };
  }
}

function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';
}
