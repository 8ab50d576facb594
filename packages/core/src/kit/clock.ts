import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * The time of a scheduler in milliseconds since some moment. With RxJS's `asyncScheduler` it is a
 * monotonic clock: setting the system's clock does not change it.
 *
 * Within `TestScheduler.run()` RxJS puts `asyncScheduler` on virtual time; the result is virtual time too.
 */
export function monotonicNow(scheduler: SchedulerLike): number {
  const earliest = Date.now();
  const now = scheduler.now();
  const latest = Date.now();
  const isSystemTime = scheduler === asyncScheduler && now >= earliest && now <= latest;
  if (!isSystemTime) return now;
  // Core is compiled without DOM or Node types; every supported platform has a performance clock.
  return (globalThis as unknown as { performance: { now(): number } }).performance.now();
}
