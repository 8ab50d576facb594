import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * The time of a scheduler in milliseconds since some moment. With RxJS's `asyncScheduler` it is a
 * monotonic clock: setting the system's clock does not change it.
 */
export function monotonicNow(scheduler: SchedulerLike): number {
  if (scheduler !== asyncScheduler) return scheduler.now();
  // Core is compiled without DOM or Node types; every supported platform has a performance clock.
  return (globalThis as unknown as { performance: { now(): number } }).performance.now();
}
