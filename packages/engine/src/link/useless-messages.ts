import { monotonicNow, type PlaceHolder, RateLimiter } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';

/** For each identity: more than an honest peer sends, which asks for signs of life twice a second. */
const OWN = { burst: 200, perSecond: 20 };
/** For what goes beyond, of all identities of one origin together; of each alone that this side knows. */
const SHARED = { burst: 2_000, perSecond: 200 };

/**
 * How many messages peers may send that are of no use here: pings, invitations over a limit, frames about
 * what is not open, frames of unknown kinds. Each costs an answer or a look, and no invitation pays for it.
 */
export class UselessMessages {
  readonly #own: RateLimiter;
  readonly #shared: RateLimiter;

  constructor(scheduler: SchedulerLike) {
    const now = (): number => monotonicNow(scheduler);
    this.#own = new RateLimiter(OWN, now);
    this.#shared = new RateLimiter(SHARED, now);
  }

  /** Whether the peer may send one more. */
  take({ peerName, origin, isKnown }: PlaceHolder): boolean {
    return this.#own.take(peerName) || this.#shared.take(isKnown ? peerName : origin);
  }
}
