import { monotonicNow, type PlaceHolder, RateLimiter } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';

/** The rate of each identity. An honest peer sends less: it asks for signs of life twice a second. */
const OWN = { burst: 200, perSecond: 20 };
/** The rate beyond {@link OWN}. All strangers of one origin share it; each known peer has one of its own. */
const SHARED = { burst: 2_000, perSecond: 200 };

/**
 * Limits the useless messages of peers: pings, invitations over a limit, frames about things that are not open,
 * frames of unknown kinds. Each of them costs this side work, and belongs to no open invitation.
 */
export class UselessMessages {
  readonly #own: RateLimiter;
  readonly #shared: RateLimiter;

  constructor(scheduler: SchedulerLike) {
    const now = (): number => monotonicNow(scheduler);
    this.#own = new RateLimiter(OWN, now);
    this.#shared = new RateLimiter(SHARED, now);
  }

  /** Counts one message. Returns whether the peer was allowed to send it. */
  take({ peerName, origin, isKnown }: PlaceHolder): boolean {
    return this.#own.take(peerName) || this.#shared.take(isKnown ? peerName : origin);
  }
}
