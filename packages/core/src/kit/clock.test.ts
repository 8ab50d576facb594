import { asyncScheduler, VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { monotonicNow } from './clock.ts';

describe('monotonicNow', () => {
  afterEach(() => jest.useRealTimers());

  it('does not go back with the system clock, on asyncScheduler', () => {
    jest.useFakeTimers();
    const before = monotonicNow(asyncScheduler);
    jest.setSystemTime(Date.now() - 3_600_000);
    jest.advanceTimersByTime(10);
    expect(monotonicNow(asyncScheduler) - before).toBe(10);
  });

  it('is the time of a virtual scheduler', () => {
    const scheduler = new VirtualTimeScheduler();
    const times: number[] = [];
    scheduler.schedule(() => times.push(monotonicNow(scheduler)), 25);
    scheduler.flush();
    expect(times).toEqual([25]);
  });

  it('is virtual time within TestScheduler.run(), also on asyncScheduler', () => {
    const times: number[] = [];
    new TestScheduler(() => undefined).run(({ flush }) => {
      asyncScheduler.schedule(() => times.push(monotonicNow(asyncScheduler)), 25);
      flush();
    });
    expect(times).toEqual([25]);
  });
});
