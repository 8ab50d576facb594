import { duration } from './duration.ts';

it.each([
  [0, '0 s'],
  [-5, '0 s'],
  [1, '1 s'],
  [59_000, '59 s'],
  [59_001, '1:00'],
  [65_000, '1:05'],
  [3_600_000, '60:00'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
