import { monotonicNow } from '@beckon/core/adapter';
import type { SchedulerLike, Subscription } from 'rxjs';

/** Far deadlines are kept together by this many milliseconds. */
const BUCKET_MS = 1_000;
/** A deadline that is not as near as this waits in a bucket. */
const FAR_MS = 2 * BUCKET_MS;

/** Takes a deadline back; does nothing when it has passed. */
export type CancelDeadline = () => void;

/**
 * Calls back at a time. Invitations wait for minutes and mostly end long before: a far deadline is an
 * entry in a set, and becomes a timer only when it is near. One timer looks after the far ones, and
 * runs only while there are any.
 */
export class Deadlines {
  readonly #scheduler: SchedulerLike;
  readonly #near = new Set<Subscription>();
  /** Far deadlines by the bucket of their time. None is empty. */
  readonly #far = new Map<number, Set<Deadline>>();
  #wakeUp: { readonly bucket: number; readonly timer: Subscription } | undefined;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** How many timers run. */
  get timers(): number {
    return this.#near.size + (this.#wakeUp === undefined ? 0 : 1);
  }

  /** The time in milliseconds since some moment. It is not set back or forth with the system's clock. */
  now(): number {
    return monotonicNow(this.#scheduler);
  }

  add(delayMs: number, callback: () => void): CancelDeadline {
    const at = this.now() + delayMs;
    if (delayMs <= FAR_MS) return this.#schedule(at, callback);
    const bucket = Math.floor(at / BUCKET_MS);
    const deadline: Deadline = { at, callback };
    const deadlines = this.#far.get(bucket);
    if (deadlines !== undefined) deadlines.add(deadline);
    else {
      this.#far.set(bucket, new Set([deadline]));
      this.#wakeUpFor(bucket);
    }
    return () => {
      deadline.cancel?.();
      this.#forget(bucket, deadline);
    };
  }

  /** Drops every deadline. */
  close(): void {
    for (const timer of this.#near) timer.unsubscribe();
    this.#near.clear();
    this.#far.clear();
    this.#stopWakeUp();
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

  #forget(bucket: number, deadline: Deadline): void {
    const deadlines = this.#far.get(bucket);
    if (deadlines?.delete(deadline) !== true || deadlines.size > 0) return;
    this.#far.delete(bucket);
    if (this.#far.size === 0) this.#stopWakeUp();
  }

  /** Sees to it that the bucket is looked at before it is due. */
  #wakeUpFor(bucket: number): void {
    if (this.#wakeUp !== undefined && this.#wakeUp.bucket <= bucket) return;
    this.#stopWakeUp();
    const delayMs = Math.max(0, (bucket - 1) * BUCKET_MS - this.now());
    this.#wakeUp = {
      bucket,
      timer: this.#scheduler.schedule(() => this.#scheduleNear(), delayMs),
    };
  }

  #stopWakeUp(): void {
    this.#wakeUp?.timer.unsubscribe();
    this.#wakeUp = undefined;
  }

  /** Gives a timer to each deadline that is near. */
  #scheduleNear(): void {
    this.#wakeUp = undefined;
    const nearest = Math.floor(this.now() / BUCKET_MS) + 1;
    let next: number | undefined;
    for (const [bucket, deadlines] of this.#far) {
      if (bucket > nearest) {
        next = Math.min(next ?? bucket, bucket);
        continue;
      }
      this.#far.delete(bucket);
      for (const deadline of deadlines) {
        deadline.cancel = this.#schedule(deadline.at, deadline.callback);
      }
    }
    if (next !== undefined) this.#wakeUpFor(next);
  }
}

interface Deadline {
  readonly at: number;
  readonly callback: () => void;
  /** Of its timer, once it is near. */
  cancel?: CancelDeadline;
}
