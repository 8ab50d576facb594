import { setTimeout as delay } from 'node:timers/promises';
import { type Turn, Turns } from './turns.ts';

const PATIENCE_MS = 30;

const { signal } = new AbortController();

function scene(atOnce: number) {
  const turns = new Turns({ atOnce, patienceMs: PATIENCE_MS });
  const begun: string[] = [];
  const signs: string[] = [];
  const begin = async (name: string, by = signal): Promise<Turn> => {
    const turn = await turns.begin(() => signs.push(name), by);
    begun.push(name);
    return turn;
  };
  return { begun, signs, begin };
}

describe('turns', () => {
  it('go to the latest caller when one ends', async () => {
    const { begin, begun } = scene(1);
    const first = await begin('1');
    const others = [begin('2'), begin('3')];
    first.end();
    first.end();
    await others[1];
    expect(begun).toEqual(['1', '3']);
  });

  it('pass on when there is no answer', async () => {
    const { begin, begun } = scene(1);
    await begin('silent');
    await begin('2');
    expect(begun).toEqual(['silent', '2']);
  });

  it('give more time after an answer, and tell the other callers that they wait', async () => {
    const { begin, begun, signs } = scene(1);
    const first = await begin('1');
    first.answered();
    const second = begin('2');
    await delay(20 * PATIENCE_MS);
    expect(begun).toEqual(['1']);
    expect(signs).toEqual(['2']);
    first.end();
    await second;
  });

  it('are not waited for after an abort', async () => {
    const { begin, begun } = scene(1);
    const first = await begin('1');
    const controller = new AbortController();
    const given = begin('2', controller.signal);
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    first.end();
    await begin('3');
    expect(begun).toEqual(['1', '3']);
  });
});
