import { monotonicNow, TokenBucket } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';
import type { HostFunctions } from '../protocol/messages.ts';
import type { BridgeLimits } from './limits.ts';

/** The functions that give something back. */
const RELEASES: Readonly<Record<string, true>> = {
  release: true,
  closeEvent: true,
  releaseAll: true,
} satisfies Partial<Record<keyof HostFunctions, true>>;

/**
 * How much one client may send. Calls over `callsPerSecond` are refused. A client that sends twice as
 * many messages does not listen, and is to be disconnected.
 *
 * A message that gives something back is never refused, and is not counted while the client holds as
 * much. Beyond that it is a message like any other: it gives nothing back.
 */
export class MessageRate {
  readonly #calls: TokenBucket;
  readonly #messages: TokenBucket;
  /** How many messages could give something back at most: cancel and close for each handle, one for each event. */
  readonly #maxReleases: number;
  #releases = 0;

  constructor({ callsPerSecond, handles, events }: BridgeLimits, scheduler: SchedulerLike) {
    const bucket = (perSecond: number): TokenBucket =>
      new TokenBucket({ burst: perSecond, perSecond }, () => monotonicNow(scheduler));
    this.#calls = bucket(callsPerSecond);
    this.#messages = bucket(2 * callsPerSecond);
    this.#maxReleases = 2 * handles + events;
  }

  /** The client was given what it takes so many messages to give back. */
  handOut(releases: number): void {
    this.#releases = Math.min(this.#releases + releases, this.#maxReleases);
  }

  /** Counts a message: of a call the name of its function, of a reply nothing. `false`: disconnect. */
  admit(calledFunction: string | undefined): boolean {
    const isRelease = calledFunction !== undefined && Object.hasOwn(RELEASES, calledFunction);
    if (!isRelease || this.#releases === 0) return this.#messages.take();
    this.#releases -= 1;
    return true;
  }

  /** Counts a call that asks for something. `false`: refuse it. */
  admitCall(): boolean {
    return this.#calls.take();
  }
}
