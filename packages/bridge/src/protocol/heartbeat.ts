import { checkDuration } from '@beckon/core/adapter';
import { asyncScheduler, interval, type SchedulerLike } from 'rxjs';

/** Options of the heartbeat: each side of a connection asks whether the other side is still there. */
export interface HeartbeatOptions {
  /**
   * Time between two questions, in milliseconds: from 1 to 2 147 483 647. The other side counts as gone
   * after three questions in a row without an answer or any other message. Default 5000.
   */
  readonly heartbeatMs?: number;
  /** Runs the timers. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const MAX_UNANSWERED = 2;

/** @throws RangeError when `heartbeatMs` is not a duration. */
export function checkHeartbeat(operation: string, { heartbeatMs }: HeartbeatOptions): void {
  if (heartbeatMs !== undefined) checkDuration(operation, 'heartbeatMs', heartbeatMs);
}

/** A heartbeat that runs. */
export interface Heartbeat {
  /** Any message of the other side has come. Its answer may be behind a long one on a slow line. */
  heard(): void;
  stop(): void;
}

/** Asks with `ping` at every interval. Calls `onSilent`, once, when nothing comes. */
export function startHeartbeat(
  ping: () => Promise<unknown>,
  onSilent: () => void,
  { heartbeatMs = 5000, scheduler = asyncScheduler }: HeartbeatOptions,
): Heartbeat {
  let unanswered = 0;
  const beating = interval(heartbeatMs, scheduler).subscribe(() => {
    if (unanswered++ < MAX_UNANSWERED) return void ping().catch(() => undefined);
    beating.unsubscribe();
    onSilent();
  });
  return {
    heard() {
      unanswered = 0;
    },
    stop: () => beating.unsubscribe(),
  };
}
