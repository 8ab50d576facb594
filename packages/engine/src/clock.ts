import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * The time of a scheduler, in milliseconds since some moment. With RxJS's `asyncScheduler` it is a
 * monotonic clock: setting the system's clock does not change it. It is asked several times for each
 * message, and so decides once what to ask.
 */
export function clockOf(scheduler: SchedulerLike): () => number {
  return scheduler === asyncScheduler ? () => performance.now() : () => scheduler.now();
}
