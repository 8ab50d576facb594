import type { SchedulerLike } from 'rxjs';

/** Resolves after a time, or as soon as the signal aborts. */
export function pause(
  delayMs: number,
  signal: AbortSignal,
  scheduler: SchedulerLike,
): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    const end = (): void => {
      timer.unsubscribe();
      signal.removeEventListener('abort', end);
      resolve(undefined);
    };
    const timer = scheduler.schedule(end, delayMs);
    signal.addEventListener('abort', end);
  });
}
