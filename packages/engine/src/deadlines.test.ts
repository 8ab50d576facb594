import { VirtualTimeScheduler } from 'rxjs';
import { runUntil } from '../test/run-until.ts';
import { Deadlines } from './deadlines.ts';

describe('Deadlines', () => {
  it('calls back when the time has come, near or far, and not before', () => {
    const scheduler = new VirtualTimeScheduler();
    const deadlines = new Deadlines(scheduler);
    const times = [1, 999, 1_000, 1_999, 2_000, 2_001, 3_000, 3_500, 60_300, 300_000];
    const passed: number[] = [];
    // The latest first: the timer has to follow the earliest deadline, not the first that was added.
    for (const time of [...times].reverse()) {
      deadlines.add(time, () => {
        passed.push(time);
        expect(scheduler.frame).toBe(time);
      });
    }
    runUntil(scheduler, 400_000);
    expect(passed).toEqual(times);
    expect(deadlines.timers).toBe(0);
  });

  it('has one timer for all far deadlines, and none a second after they are cancelled', () => {
    const scheduler = new VirtualTimeScheduler();
    const deadlines = new Deadlines(scheduler);
    const cancels = Array.from({ length: 1_000 }, (_, i) =>
      deadlines.add(300_000 + 10 * i, () => undefined),
    );
    expect(deadlines.timers).toBe(1);
    for (const cancel of cancels) cancel();
    runUntil(scheduler, 1_000);
    expect(deadlines.timers).toBe(0);
    expect(scheduler.actions).toEqual([]);
  });

  it('does not call back a cancelled deadline, near or far', () => {
    const scheduler = new VirtualTimeScheduler();
    const deadlines = new Deadlines(scheduler);
    const passed: string[] = [];
    const near = deadlines.add(1_500, () => passed.push('near'));
    const far = deadlines.add(4_000, () => passed.push('far'));
    const cameNear = deadlines.add(3_000, () => passed.push('came near'));
    runUntil(scheduler, 2_500);
    for (const cancel of [near, far, cameNear]) cancel();
    runUntil(scheduler, 10_000);
    expect(passed).toEqual(['near']);
    expect(deadlines.timers).toBe(0);
  });

  it('drops all of them when it is closed', () => {
    const scheduler = new VirtualTimeScheduler();
    const deadlines = new Deadlines(scheduler);
    const passed: string[] = [];
    deadlines.add(1_000, () => passed.push('near'));
    deadlines.add(100_000, () => passed.push('far'));
    deadlines.close();
    runUntil(scheduler, 200_000);
    expect(passed).toEqual([]);
    expect(deadlines.timers).toBe(0);
  });
});
