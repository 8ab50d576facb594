import { RateLimiter, TokenBucket } from './rate-limiter.ts';

describe('TokenBucket', () => {
  it('gives its burst at once, then its rate each second, and never more than its burst', () => {
    let now = 0;
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, () => now);
    const takeAll = (): number => {
      let count = 0;
      while (bucket.take()) count++;
      return count;
    };
    const counts = [0, 499, 500, 1_500, 60_000].map((time) => {
      now = time;
      return takeAll();
    });
    expect(counts).toEqual([3, 0, 1, 2, 3]);
  });

  it('takes as many tokens as are asked for, or none', () => {
    const bucket = new TokenBucket({ burst: 5, perSecond: 1 }, () => 0);
    expect([bucket.take(4), bucket.take(2), bucket.take(1), bucket.take(1)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('neither gains nor loses when the clock goes back', () => {
    let now = 1_000;
    const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, () => now);
    bucket.take();
    now = 0;
    expect(bucket.take()).toBe(false);
    now = 1_000;
    expect(bucket.take()).toBe(true);
  });
});

describe('RateLimiter', () => {
  it('has a bucket for each key', () => {
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 }, () => 0);
    expect(['ada', 'ada', 'bob'].map((key) => limiter.take(key))).toEqual([true, false, true]);
  });

  it('forgets keys that have not been heard of for a while, and never a key that is still limited', () => {
    let now = 0;
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 }, () => now);
    limiter.take('ada');
    for (let visitor = 0; visitor < 10_000; visitor++) {
      now += 100;
      if (visitor % 10 === 9) limiter.take('ada');
      limiter.take(`visitor ${visitor}`);
      expect(limiter.take(`visitor ${visitor}`)).toBe(false);
    }
    expect(limiter.size).toBeLessThan(100);
    expect(limiter.take('ada')).toBe(false);
  });
});
