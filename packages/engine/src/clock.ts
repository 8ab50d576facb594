import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * The time of a scheduler, in milliseconds since some moment. With RxJS's `asyncScheduler` it is a monotonic clock:
 * setting the system's clock does not change it. The clock is read several times for each message, so the source is
 * chosen once.
 */
export function clockOf(scheduler: SchedulerLike): () => number {
  return scheduler === asyncScheduler ? () => performance.now() : () => scheduler.now();
}
