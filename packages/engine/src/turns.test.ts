import { VirtualTimeScheduler } from 'rxjs';
import { runUntil } from '../test/run-until.ts';
import { type Turn, Turns } from './turns.ts';

const PATIENCE_MS = 100;

const { signal } = new AbortController();
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function scene({ atOnce = 1 } = {}) {
  const scheduler = new VirtualTimeScheduler();
  const turns = new Turns({ atOnce, patienceMs: PATIENCE_MS, scheduler });
  const begun: string[] = [];
  const signs: string[] = [];
  const begin = async (name: string, by = signal): Promise<Turn> => {
    const turn = await turns.begin(() => signs.push(name), by);
    begun.push(name);
    return turn;
  };
  const until = async (timeMs: number): Promise<void> => {
    runUntil(scheduler, timeMs);
    await settled();
  };
  return { scheduler, begun, signs, begin, until };
}

describe('turns', () => {
  it('go to the latest caller when one ends', async () => {
    const { begin, begun } = scene();
    const first = await begin('1');
    const others = [begin('2'), begin('3')];
    first.end();
    first.end();
    await others[1];
    expect(begun).toEqual(['1', '3']);
  });

  it('pass on when there is no answer', async () => {
    const { begin, begun, until } = scene();
    await begin('silent');
    void begin('2');
    await until(PATIENCE_MS - 1);
    expect(begun).toEqual(['silent']);
    await until(PATIENCE_MS);
    expect(begun).toEqual(['silent', '2']);
  });

  it('give more time after an answer, and tell the other callers that they wait', async () => {
    const { begin, begun, signs, until } = scene();
    const first = await begin('1');
    first.answered();
    const second = begin('2');
    await until(1_499);
    expect(begun).toEqual(['1']);
    expect(signs).toEqual(['2', '2']);
    first.end();
    await second;
    await until(10_000);
    expect(signs).toHaveLength(2);
  });

  it('give more time when all take long', async () => {
    const { begin, begun, until } = scene();
    for (let count = 1; count <= 10; count++) {
      const turn = await begin('slow');
      await until(count * 90);
      turn.end();
    }
    await begin('1');
    void begin('2');
    await until(900 + 2 * PATIENCE_MS);
    expect(begun.at(-1)).toBe('1');
    await until(900 + 3 * PATIENCE_MS);
    expect(begun.at(-1)).toBe('2');
  });

  it('are not waited for after an abort', async () => {
    const { begin, begun } = scene();
    const first = await begin('1');
    const controller = new AbortController();
    const given = begin('2', controller.signal);
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    first.end();
    await begin('3');
    expect(begun).toEqual(['1', '3']);
  });

  it('leave no timer behind', async () => {
    const { begin, until, scheduler } = scene({ atOnce: 2 });
    const turns = await Promise.all([begin('1'), begin('2')]);
    const waiting = [begin('3'), begin('4')];
    for (const turn of turns) turn.end();
    for (const turn of await Promise.all(waiting)) turn.end();
    await until(1);
    expect(scheduler.actions.filter(({ closed }) => !closed)).toEqual([]);
  });
});
