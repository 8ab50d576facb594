import fc from 'fast-check';
import { type CollaborationError, isCollaborationError } from '../index.ts';
import { Lifecycle } from './lifecycle.ts';

/** Waits until all promises under way have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const codeOf = (promise: Promise<void>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as CollaborationError).code,
  );

describe('Lifecycle', () => {
  it('starts with the first open() and stops with the last close()', async () => {
    const [start, stop] = [jest.fn(() => 'running'), jest.fn()];
    const lifecycle = new Lifecycle({ name: 'test', start, stop });
    await lifecycle.open();
    await lifecycle.open();
    await lifecycle.close();
    expect([start.mock.calls.length, stop.mock.calls.length]).toEqual([1, 0]);
    expect(lifecycle.use('inbox.accept')).toBe('running');
    await lifecycle.close();
    expect(stop).toHaveBeenCalledWith('running');
    expect(lifecycle.running).toBeUndefined();
  });

  it('takes effect at the call when start and stop do not wait, as a test in virtual time needs it', () => {
    const lifecycle = new Lifecycle({ name: 'test', start: () => 1, stop: () => undefined });
    void lifecycle.open();
    expect(lifecycle.running).toBe(1);
    void lifecycle.close();
    expect(lifecycle.running).toBeUndefined();
  });

  it('names the operation and says what to do, before the first open() and after the last close()', async () => {
    const lifecycle = new Lifecycle({ name: 'test', start: () => 1, stop: () => undefined });
    const use = (): unknown => lifecycle.use('inbox.accept');
    expect(use).toThrow('inbox.accept: the test adapter is not open. Call open() first.');
    await lifecycle.open();
    await lifecycle.close();
    expect(use).toThrow(
      'inbox.accept: the test adapter has been closed. Call open() to use it again.',
    );
    await expect(lifecycle.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
  });

  it('runs open() and close() one after the other, in the order of the calls', async () => {
    const log: string[] = [];
    const lifecycle = new Lifecycle({
      name: 'test',
      start: async () => {
        await settled();
        log.push('start');
        return 1;
      },
      stop: () => void log.push('stop'),
    });
    const calls = [lifecycle.open(), lifecycle.close(), lifecycle.open()];
    void calls[0]?.then(() => void lifecycle.close());
    await Promise.all(calls);
    await settled();
    expect(log).toEqual(['start', 'stop', 'start', 'stop']);
  });

  it.each(['throws', 'rejects'] as const)(
    'does not count an open() whose start %s',
    async (how) => {
      const cause = new Error('port taken');
      const start = (): PromiseLike<number> => {
        if (how === 'throws') throw cause;
        return Promise.reject(cause);
      };
      const lifecycle = new Lifecycle({ name: 'test', start, stop: () => undefined });
      await expect(lifecycle.open()).rejects.toMatchObject({ code: 'UNKNOWN', cause });
      await expect(lifecycle.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
    },
  );

  it('abandon() ends the adapter without stop, however often it was opened', async () => {
    const stop = jest.fn();
    const lifecycle = new Lifecycle({ name: 'test', start: () => 1, stop });
    await lifecycle.open();
    await lifecycle.open();
    expect([lifecycle.abandon(), lifecycle.running]).toEqual([1, undefined]);
    expect(await codeOf(lifecycle.close())).toBe('NOT_INITIALIZED');
    expect(stop).not.toHaveBeenCalled();
  });

  it('runs if and only if it was opened more often than closed, even when starts and stops are slow or fail', async () => {
    const step = fc.record({
      do: fc.constantFrom('open', 'close', 'settle'),
      isSlow: fc.boolean(),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const log: string[] = [];
        const waiting: (() => void)[] = [];
        let next = { isSlow: false, fails: false };
        const change = (what: string): string | PromiseLike<string> => {
          const { isSlow, fails } = next;
          const finish = (): string => {
            log.push(fails ? `${what} failed` : what);
            if (fails) throw new Error(what);
            return what;
          };
          return isSlow
            ? new Promise<void>((resolve) => waiting.push(resolve)).then(finish)
            : finish();
        };
        const lifecycle = new Lifecycle<string>({
          name: 'test',
          start: () => change('start'),
          stop: (running) => {
            expect(running).toBe('start');
            const stopped = change('stop');
            return typeof stopped === 'string' ? undefined : stopped.then(() => undefined);
          },
        });
        let balance = 0;
        const errors: unknown[] = [];
        const calls: Promise<void>[] = [];
        for (const { do: what, ...how } of steps) {
          next = how;
          if (what === 'settle') waiting.shift()?.();
          else if (what === 'open') {
            calls.push(
              lifecycle.open().then(
                () => {
                  balance += 1;
                },
                (error: unknown) => {
                  errors.push(error);
                },
              ),
            );
          } else {
            const closed = (): void => {
              balance -= 1;
            };
            calls.push(
              lifecycle.close().then(closed, (error: unknown) => {
                errors.push(error);
                // The adapter is closed even when its stop fails.
                if (!isCollaborationError(error, 'NOT_INITIALIZED')) closed();
              }),
            );
          }
          await settled();
        }
        while (waiting.length > 0) {
          waiting.shift()?.();
          await settled();
        }
        await Promise.all(calls);
        expect(lifecycle.running !== undefined).toBe(balance > 0);
        expect(errors.filter((error) => !isCollaborationError(error))).toEqual([]);
        const changes = log
          .filter((entry) => entry !== 'start failed')
          .map((entry) => entry.slice(0, 5));
        expect(changes.map((entry) => entry.trim())).toEqual(
          changes.map((_, index) => (index % 2 === 0 ? 'start' : 'stop')),
        );
      }),
      { numRuns: 500 },
    );
  });
});
