import type { VirtualTimeScheduler } from 'rxjs';

/** Runs the virtual clock up to a time in milliseconds, with what is due then. */
export function runUntil(scheduler: VirtualTimeScheduler, timeMs: number): void {
  scheduler.maxFrames = timeMs;
  scheduler.flush();
  scheduler.frame = timeMs;
}
