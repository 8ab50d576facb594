import { VirtualTimeScheduler } from 'rxjs';
import { runUntil } from '../../test/run-until.ts';
import { type ConnectionSigns, createConnectionSigns } from './connection-signs.ts';
import { LinkWatch } from './link-watch.ts';

const timing = { silenceTimeoutMs: 2_500, frameTimeoutMs: 5_000, idleTimeoutMs: 60_000 };

interface Scene {
  readonly watch: LinkWatch;
  readonly scheduler: VirtualTimeScheduler;
  /** The findings, with their times. */
  readonly found: string[];
  until(timeMs: number): void;
}

/** A watch of a link after the first frame. */
function open({ isOpener = true } = {}): Scene {
  const scheduler = new VirtualTimeScheduler();
  const found: string[] = [];
  const find = (what: string) => (): void => void found.push(`${scheduler.frame} ${what}`);
  const watch = new LinkWatch(timing, isOpener, scheduler, {
    onSilence: find('silence'),
    onDead: find('dead'),
    onSlowFrame: find('slow frame'),
    onIdle: find('idle'),
  });
  watch.inFrame(false);
  return { watch, scheduler, found, until: (timeMs) => runUntil(scheduler, timeMs) };
}

describe('a peer that is waited for', () => {
  it('is asked after 1 s of silence and then every half second, and is dead after 2.5 s, not before', () => {
    const { watch, found, until } = open();
    until(700);
    watch.hold();
    until(10_000);
    expect(found).toEqual(['1700 silence', '2200 silence', '2700 silence', '3200 dead']);
  });

  it('is silent from its last sign of life on, whenever that was', () => {
    for (const heardAt of [1, 499, 500, 999, 1_001, 2_499]) {
      const { watch, found, until } = open();
      watch.hold();
      until(heardAt);
      watch.heard();
      until(20_000);
      expect(found.at(-1)).toBe(`${heardAt + 2_500} dead`);
    }
  });

  it('is not blamed for its silence before anything was open', () => {
    const { watch, found, until } = open();
    until(30_000);
    watch.hold();
    until(30_999);
    expect(found).toEqual([]);
  });

  it('lives while it answers', () => {
    const { watch, found, until } = open();
    watch.hold();
    for (let timeMs = 1_100; timeMs < 20_000; timeMs += 1_100) {
      until(timeMs);
      watch.heard();
    }
    expect(found.filter((what) => what.includes('dead'))).toEqual([]);
  });

  it('is waited for until everything that was open has ended', () => {
    const { watch, found, until } = open({ isOpener: false });
    watch.hold();
    watch.hold();
    until(900);
    watch.release();
    watch.release();
    until(100_000);
    expect(found).toEqual([]);
  });
});

describe('streams of one connection', () => {
  /** Two watches over one connection, with what each has found. */
  function openTwo(): {
    readonly found: readonly string[];
    hear(): void;
    until(timeMs: number): void;
  } {
    const scheduler = new VirtualTimeScheduler();
    const signs = createConnectionSigns();
    const found: string[] = [];
    const [, busy] = ['quiet', 'busy'].map((name) => {
      const find = (what: string) => (): void =>
        void found.push(`${scheduler.frame} ${name} ${what}`);
      const owner = {
        onSilence: find('silence'),
        onDead: find('dead'),
        onSlowFrame: find('slow frame'),
        onIdle: find('idle'),
      };
      const watch = new LinkWatch(timing, false, scheduler, owner, signs);
      watch.inFrame(false);
      watch.hold();
      return watch;
    });
    return {
      found,
      hear: () => busy?.heard(),
      until: (timeMs) => runUntil(scheduler, timeMs),
    };
  }

  it('ask on their own, and the peer is dead only when it is silent on all of them', () => {
    const { found, hear, until } = openTwo();
    for (let timeMs = 900; timeMs <= 9_000; timeMs += 900) {
      until(timeMs);
      hear();
    }
    expect(found).toContain('1000 quiet silence');
    expect(found.filter((what) => what.includes('busy') || what.includes('dead'))).toEqual([]);
    until(20_000);
    expect(found.filter((what) => what.includes('dead')).sort()).toEqual([
      '11500 busy dead',
      '11500 quiet dead',
    ]);
  });
});

describe('an unfinished frame', () => {
  function openWith(): Scene & { readonly signs: ConnectionSigns } {
    const scheduler = new VirtualTimeScheduler();
    const signs = createConnectionSigns();
    const found: string[] = [];
    const nothing = (): void => undefined;
    const owner = {
      onSilence: nothing,
      onDead: nothing,
      onSlowFrame: () => void found.push(`${scheduler.frame} slow frame`),
      onIdle: nothing,
    };
    const watch = new LinkWatch(timing, false, scheduler, owner, signs);
    return { watch, scheduler, found, signs, until: (timeMs) => runUntil(scheduler, timeMs) };
  }

  it.each([
    ['5 s longer than the peer is heard on other streams', 12_000, 17_000],
    ['30 s at most', 60_000, 30_000],
  ])('may take %s', (_what, heardMs, slowMs) => {
    const { signs, found, until } = openWith();
    for (let timeMs = 500; timeMs <= heardMs; timeMs += 500) {
      until(timeMs);
      signs.heardAt = timeMs;
    }
    until(60_000);
    expect(found).toEqual([`${slowMs} slow frame`]);
  });

  it('gets no more time by its own bytes', () => {
    const { watch, found, until } = openWith();
    for (let timeMs = 500; timeMs < 5_000; timeMs += 500) {
      until(timeMs);
      watch.heard();
    }
    until(60_000);
    expect(found).toEqual(['5000 slow frame']);
  });
});

describe('a sign of this side', () => {
  it('is due when something is open, and the peer has heard nothing for half a second', () => {
    const { watch, until } = open();
    until(5_000);
    expect(watch.isSignDue).toBe(false);
    watch.hold();
    expect(watch.isSignDue).toBe(true);
    watch.said();
    expect(watch.isSignDue).toBe(false);
    until(5_499);
    expect(watch.isSignDue).toBe(false);
    until(5_500);
    expect(watch.isSignDue).toBe(true);
  });
});

describe('a process that stood still', () => {
  it('gives its peer time for one more sign of life', () => {
    const late = new LateScheduler();
    const found: string[] = [];
    const watch = new LinkWatch(timing, true, late, {
      onSilence: () => void found.push('silence'),
      onDead: () => void found.push('dead'),
      onSlowFrame: () => void found.push('slow frame'),
      onIdle: () => undefined,
    });
    watch.inFrame(false);
    watch.hold();
    late.advance(1_000);
    late.advance(9_000);
    expect(found).toEqual(['silence', 'silence']);
    // Bytes that came meanwhile have been read by now.
    late.advance(499);
    expect(found).not.toContain('dead');
    late.advance(1);
    expect(found).toContain('dead');
  });
});

describe('a frame', () => {
  it('is slow when it is not complete in 5 s', () => {
    const { watch, found, until } = open({ isOpener: false });
    until(1_000);
    watch.inFrame(true);
    until(3_000);
    watch.inFrame(true);
    until(20_000);
    expect(found).toEqual(['6000 slow frame']);
  });

  it('is slow when it is the first of a stream and does not come', () => {
    const scheduler = new VirtualTimeScheduler();
    const found: string[] = [];
    const watch = new LinkWatch(timing, false, scheduler, {
      onSilence: () => undefined,
      onDead: () => undefined,
      onSlowFrame: () => void found.push('slow frame'),
      onIdle: () => undefined,
    });
    runUntil(scheduler, 4_999);
    expect(found).toEqual([]);
    runUntil(scheduler, 5_000);
    expect(found).toEqual(['slow frame']);
    watch.stop();
  });
});

describe('a link with nothing open', () => {
  it('is idle after 60 s at the side that opened it, and never at the other', () => {
    const opener = open();
    opener.until(10_000);
    opener.watch.hold();
    opener.watch.heard();
    opener.until(10_500);
    opener.watch.release();
    opener.until(200_000);
    expect(opener.found).toEqual(['70500 idle']);

    const other = open({ isOpener: false });
    other.until(200_000);
    expect(other.found).toEqual([]);
  });

  it('has no timer at the side that did not open it', () => {
    const { watch, scheduler, until } = open({ isOpener: false });
    watch.hold();
    watch.release();
    until(10_000);
    expect(scheduler.actions).toEqual([]);
  });
});

it('a watch that was stopped finds nothing, and has no timer', () => {
  const { watch, scheduler, found, until } = open();
  watch.hold();
  watch.stop();
  watch.inFrame(true);
  until(100_000);
  expect(found).toEqual([]);
  expect(scheduler.actions).toEqual([]);
});

/** A clock with timers that are as late as the event loop. */
class LateScheduler extends VirtualTimeScheduler {
  /** Lets time pass while nothing runs, and then runs all due timers. */
  advance(byMs: number): void {
    const target = this.frame + byMs;
    const due = this.actions.filter(({ delay }) => delay <= target);
    for (const action of due) action.delay = target;
    runUntil(this, target);
  }
}
