import { monotonicNow, TokenBucket } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';
import type { HostFunctions } from '../protocol/messages.ts';
import type { BridgeLimits } from './limits.ts';

/** The functions that release. */
const RELEASES: Readonly<Record<string, true>> = {
  release: true,
  closeEvent: true,
  releaseAll: true,
} satisfies Partial<Record<keyof HostFunctions, true>>;

/**
 * Limits the messages of one client. Calls over `callsPerSecond` are refused. A client that sends twice as
 * many messages ignores refusals, and must be disconnected.
 *
 * A release is never refused, and is not counted while the client has anything to release. Further
 * releases count as any other message, as they release nothing.
 */
export class MessageRate {
  readonly #calls: TokenBucket;
  readonly #messages: TokenBucket;
  /** Largest number of messages that can release: cancel and close for each handle, one for each event. */
  readonly #maxReleases: number;
  #releases = 0;

  constructor({ callsPerSecond, handles, events }: BridgeLimits, scheduler: SchedulerLike) {
    const bucket = (perSecond: number): TokenBucket =>
      new TokenBucket({ burst: perSecond, perSecond }, () => monotonicNow(scheduler));
    this.#calls = bucket(callsPerSecond);
    this.#messages = bucket(2 * callsPerSecond);
    this.#maxReleases = 2 * handles + events;
  }

  /**
   * Called when the client gets a handle or an event. `releases` is the number of messages that
   * release it.
   */
  handOut(releases: number): void {
    this.#releases = Math.min(this.#releases + releases, this.#maxReleases);
  }

  /**
   * Counts a message: for a call by the name of its function, for a reply by `undefined`. `false`:
   * disconnect.
   */
  admit(calledFunction: string | undefined): boolean {
    const isRelease = calledFunction !== undefined && Object.hasOwn(RELEASES, calledFunction);
    if (!isRelease || this.#releases === 0) return this.#messages.take();
    this.#releases -= 1;
    return true;
  }

  /** Counts a call that a limit can refuse. `false`: refuse it. */
  admitCall(): boolean {
    return this.#calls.take();
  }
}
