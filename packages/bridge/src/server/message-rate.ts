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
 * Messages that give something back are counted by themselves, so that they are never refused. A
 * client cannot have more to give back than it has held and asked for; one that sends more than that
 * is to be disconnected. It has at most two releases for a handle (cancel, close) and one for an
 * event, so three for each call that is made, and one for each that is refused after its event has crossed.
 */
export class MessageRate {
  readonly #calls: TokenBucket;
  readonly #messages: TokenBucket;
  readonly #releases: TokenBucket;

  constructor({ callsPerSecond, handles, events }: BridgeLimits, scheduler: SchedulerLike) {
    const bucket = (burst: number, perSecond: number): TokenBucket =>
      new TokenBucket({ burst, perSecond }, () => monotonicNow(scheduler));
    this.#calls = bucket(callsPerSecond, callsPerSecond);
    this.#messages = bucket(2 * callsPerSecond, 2 * callsPerSecond);
    this.#releases = bucket(2 * handles + events + 4 * callsPerSecond, 4 * callsPerSecond);
  }

  /** Counts a message: of a call the name of its function, of a reply nothing. `false`: disconnect. */
  admit(calledFunction: string | undefined): boolean {
    const isRelease = calledFunction !== undefined && Object.hasOwn(RELEASES, calledFunction);
    return (isRelease ? this.#releases : this.#messages).take();
  }

  /** Counts a call that asks for something. `false`: refuse it. */
  admitCall(): boolean {
    return this.#calls.take();
  }
}
