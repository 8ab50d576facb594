/** @jest-environment node */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WeakValues } from './weak-values.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects, until `isDone` or half a minute of tasks has passed. */
async function collectUntil(isDone: () => boolean): Promise<void> {
  for (let round = 0; !isDone() && round < 1000; round += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('gives the same value for as long as somebody holds it, and another one by another key', async () => {
  const values = new WeakValues<object>();
  const held = values.get('a', () => ({}));
  expect(values.get('a', () => ({}))).toBe(held);
  expect(values.get('b', () => ({}))).not.toBe(held);
  await collectUntil(() => values.size === 1);

  expect(values.size).toBe(1);
  expect(values.get('a', () => ({}))).toBe(held);
});

it('forgets what nobody holds, and makes it anew', async () => {
  const values = new WeakValues<{ made: number }>();
  for (let key = 0; key < 100; key += 1) values.get(String(key), () => ({ made: 1 }));
  expect(values.size).toBe(100);
  await collectUntil(() => values.size === 0);

  expect(values.size).toBe(0);
  expect(values.get('1', () => ({ made: 2 })).made).toBe(2);
});
