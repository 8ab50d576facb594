import { defer, type Observable, ReplaySubject, type SchedulerLike, share, timer } from 'rxjs';

/** A little more than a frame of a screen that shows 60 a second. */
export const FRAME_MS = 17;

/**
 * Emits when the frame that runs has ended, to all subscribers at once. A frame begins with its first
 * subscriber. A timer, because a page that is not visible has no animation frames, and its title may
 * still show what has changed.
 */
export function frames(scheduler: () => SchedulerLike | undefined): Observable<unknown> {
  return defer(() => timer(FRAME_MS, scheduler())).pipe(
    // Who comes while the end is being told hears of it too.
    share({ connector: () => new ReplaySubject(1) }),
  );
}
