import { audit, Subject, VirtualTimeScheduler } from 'rxjs';
import { FRAME_MS, frames } from './frame.ts';

it('ends for all at once, and the next one begins with the next who waits', () => {
  const scheduler = new VirtualTimeScheduler();
  const frame$ = frames(() => scheduler);
  const told: string[] = [];
  const tell = (name: string) => () => told.push(`${name} ${scheduler.frame}`);
  frame$.subscribe(tell('first'));
  scheduler.schedule(() => frame$.subscribe(tell('second')), 5);
  scheduler.schedule(() => frame$.subscribe(tell('third')), 20);
  scheduler.flush();

  expect(told).toEqual([`first ${FRAME_MS}`, `second ${FRAME_MS}`, `third ${20 + FRAME_MS}`]);
});

it('a change that somebody makes as a frame ends is told', () => {
  const scheduler = new VirtualTimeScheduler();
  const frame$ = frames(() => scheduler);
  const a$ = new Subject<number>();
  const b$ = new Subject<number>();
  const told: string[] = [];
  a$.pipe(audit(() => frame$)).subscribe((value) => {
    told.push(`a ${value}`);
    if (value === 1) {
      a$.next(2);
      b$.next(3);
    }
  });
  b$.pipe(audit(() => frame$)).subscribe((value) => told.push(`b ${value}`));
  a$.next(1);
  scheduler.flush();

  expect(told.sort()).toEqual(['a 1', 'a 2', 'b 3']);
});

it('runs no timer when nobody waits any more', () => {
  jest.useFakeTimers();
  const frame$ = frames(() => undefined);
  const waiting = [frame$.subscribe(), frame$.subscribe()];
  expect(jest.getTimerCount()).toBe(1);
  for (const subscription of waiting) subscription.unsubscribe();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
