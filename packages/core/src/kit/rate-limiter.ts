/** A limit on how often something may be done. */
export interface RateLimit {
  /** Number of uses at once. */
  readonly burst: number;
  /** Number of further uses in each second. */
  readonly perSecond: number;
}

/** A bucket of tokens: it begins full, each use takes one, and it fills up at a steady rate. */
export class TokenBucket {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param now - The time in milliseconds, see `monotonicNow`. */
  constructor(limit: RateLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
    this.#tokens = limit.burst;
    this.#filledAt = now();
  }

  /** Whether nothing has been taken lately. */
  get isFull(): boolean {
    this.#fill();
    return this.#tokens >= this.#limit.burst;
  }

  /** Takes `count` tokens, or none when there are fewer. */
  take(count = 1): boolean {
    this.#fill();
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  #fill(): void {
    const { burst, perSecond } = this.#limit;
    const now = this.#now();
    const elapsedMs = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs * perSecond) / 1_000);
    this.#filledAt = now;
  }
}

/** Number of buckets at which full ones are dropped for the first time. */
const FIRST_PRUNE_AT = 64;

/**
 * A {@link TokenBucket} for each key. Buckets that are full again are dropped now and then: a new bucket
 * would be the same.
 */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();
  #pruneAt = FIRST_PRUNE_AT;

  constructor(limit: RateLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Number of buckets in memory. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token of `key`, if there is one. */
  take(key: string): boolean {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      if (this.#buckets.size >= this.#pruneAt) this.#prune();
      bucket = new TokenBucket(this.#limit, this.#now);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }

  #prune(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull) this.#buckets.delete(key);
    // One look at all buckets for each doubling of their number is cheap for each bucket.
    this.#pruneAt = Math.max(FIRST_PRUNE_AT, 2 * this.#buckets.size);
  }
}
