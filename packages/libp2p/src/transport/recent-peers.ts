import { monotonicNow } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';

/** The most peers that are remembered. */
const MAX_REMEMBERED = 1_000;

/** Peers that were noted within the last time. */
export class RecentPeers {
  readonly #durationMs: number;
  readonly #scheduler: SchedulerLike;
  readonly #notedAt = new Map<string, number>();

  constructor(durationMs: number, scheduler: SchedulerLike) {
    this.#durationMs = durationMs;
    this.#scheduler = scheduler;
  }

  note(peerName: string): void {
    if (this.#notedAt.size >= MAX_REMEMBERED) this.#notedAt.clear();
    this.#notedAt.set(peerName, monotonicNow(this.#scheduler));
  }

  has(peerName: string): boolean {
    const notedAt = this.#notedAt.get(peerName);
    return notedAt !== undefined && monotonicNow(this.#scheduler) - notedAt < this.#durationMs;
  }
}
