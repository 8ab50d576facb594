import type { SchedulerLike, Subscription } from 'rxjs';
import { clockOf } from './clock.ts';

/** Far deadlines are grouped by this many milliseconds, and checked at this interval. */
const BUCKET_MS = 1_000;
/** A deadline that is farther away than this waits in a bucket. */
const FAR_MS = 2 * BUCKET_MS;

/** Cancels a deadline; does nothing when it has passed. */
export type CancelDeadline = () => void;

/**
 * Calls back at a time. Most invitations end long before their deadline, so a far deadline is an entry in a set, and
 * becomes a timer only when it is near. One timer checks the far deadlines. It stops at most a second after the last
 * of them is gone.
 */
export class Deadlines {
  /** The time in milliseconds since some moment. It does not change with the system's clock. */
  readonly now: () => number;
  readonly #scheduler: SchedulerLike;
  readonly #near = new Set<Subscription>();
  /** Far deadlines by the bucket of their time. An empty set is dropped at the next check. */
  readonly #far = new Map<number, Set<Deadline>>();
  #look: Subscription | undefined;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.now = clockOf(scheduler);
  }

  /** How many timers run. */
  get timers(): number {
    return this.#near.size + (this.#look === undefined ? 0 : 1);
  }

  add(delayMs: number, callback: () => void): CancelDeadline {
    const at = this.now() + delayMs;
    if (delayMs <= FAR_MS) return this.#schedule(at, callback);
    const bucket = Math.floor(at / BUCKET_MS);
    const deadline: Deadline = { at, callback };
    const deadlines = this.#far.get(bucket);
    if (deadlines === undefined) this.#far.set(bucket, new Set([deadline]));
    else deadlines.add(deadline);
    this.#lookSoon();
    return () => {
      deadline.cancel?.();
      this.#far.get(bucket)?.delete(deadline);
    };
  }

  /** Drops every deadline. */
  close(): void {
    for (const timer of this.#near) timer.unsubscribe();
    this.#near.clear();
    this.#far.clear();
    this.#look?.unsubscribe();
    this.#look = undefined;
  }

  #schedule(at: number, callback: () => void): CancelDeadline {
    const timer = this.#scheduler.schedule(
      () => {
        this.#near.delete(timer);
        callback();
      },
      Math.max(0, at - this.now()),
    );
    this.#near.add(timer);
    return () => {
      timer.unsubscribe();
      this.#near.delete(timer);
    };
  }

  #lookSoon(): void {
    this.#look ??= this.#scheduler.schedule(() => {
      this.#look = undefined;
      this.#scheduleNear();
      if (this.#far.size > 0) this.#lookSoon();
    }, BUCKET_MS);
  }

  /** Gives a timer to each deadline that comes before the check after the next. */
  #scheduleNear(): void {
    const nearest = Math.floor((this.now() + FAR_MS) / BUCKET_MS);
    for (const [bucket, deadlines] of this.#far) {
      if (bucket > nearest && deadlines.size > 0) continue;
      this.#far.delete(bucket);
      for (const deadline of deadlines) {
        deadline.cancel = this.#schedule(deadline.at, deadline.callback);
      }
    }
  }
}

interface Deadline {
  readonly at: number;
  readonly callback: () => void;
  /** Cancels the timer of the deadline, once it has one. */
  cancel?: CancelDeadline;
}
