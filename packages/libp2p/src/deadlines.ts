import { asyncScheduler, type SchedulerLike, Subscription } from 'rxjs';

/** Deadlines are kept together by this many milliseconds until they are near. */
const BUCKET_MS = 1_000;

/** Takes a deadline back; does nothing when it has passed. */
export type CancelDeadline = () => void;

/**
 * Calls back at a time. Invitations wait for minutes and mostly end long before: a far deadline is an
 * entry in a set, and becomes a timer only when it is near. Its owner {@link tick | ticks} it at least
 * once a second.
 */
export class Deadlines {
  readonly #scheduler: SchedulerLike;
  /** Far deadlines by the bucket of their time. */
  readonly #far = new Map<number, Set<Deadline>>();
  readonly #near = new Subscription();

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** The time in milliseconds since some moment. It is not set back or forth with the system's clock. */
  now(): number {
    return this.#scheduler === asyncScheduler ? performance.now() : this.#scheduler.now();
  }

  add(delayMs: number, callback: () => void): CancelDeadline {
    const at = this.now() + delayMs;
    if (delayMs <= 2 * BUCKET_MS) return this.#schedule(at, callback);
    const bucket = Math.floor(at / BUCKET_MS);
    const deadline: Deadline = { at, callback };
    const deadlines = this.#far.get(bucket) ?? new Set();
    this.#far.set(bucket, deadlines.add(deadline));
    return () => {
      deadline.cancel?.();
      deadlines.delete(deadline);
    };
  }

  /** Gives a timer to each deadline that is near. */
  tick(): void {
    const near = Math.floor(this.now() / BUCKET_MS) + 1;
    for (const [bucket, deadlines] of this.#far) {
      if (bucket > near) continue;
      this.#far.delete(bucket);
      for (const deadline of deadlines) {
        deadline.cancel = this.#schedule(deadline.at, deadline.callback);
      }
    }
  }

  /** Drops every deadline. */
  close(): void {
    this.#near.unsubscribe();
    this.#far.clear();
  }

  #schedule(at: number, callback: () => void): CancelDeadline {
    const timer = this.#scheduler.schedule(
      () => {
        this.#near.remove(timer);
        callback();
      },
      Math.max(0, at - this.now()),
    );
    this.#near.add(timer);
    return () => timer.unsubscribe();
  }
}

interface Deadline {
  readonly at: number;
  readonly callback: () => void;
  cancel?: CancelDeadline;
}
