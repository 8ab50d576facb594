/** How many invitations one peer may send. */
export interface RateLimit {
  /** How many at once. */
  readonly burst: number;
  /** How many more each second. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each peer. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now - The time in milliseconds. */
  constructor(limit: RateLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Takes one token of `peerName`, if there is one. */
  take(peerName: string): boolean {
    const { burst } = this.#limit;
    const bucket = this.#buckets.get(peerName) ?? { tokens: burst, at: this.#now() };
    this.#buckets.set(peerName, bucket);
    this.#refill(bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Forgets the peers whose bucket is full again. */
  prune(): void {
    for (const [peerName, bucket] of this.#buckets) {
      this.#refill(bucket);
      if (bucket.tokens >= this.#limit.burst) this.#buckets.delete(peerName);
    }
  }

  #refill(bucket: Bucket): void {
    const { burst, perSecond } = this.#limit;
    const now = this.#now();
    // A clock that was set back gives nothing, and takes nothing.
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1_000);
    bucket.at = now;
  }
}
