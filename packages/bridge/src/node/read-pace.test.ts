import { costOf, ReadPace } from './read-pace.ts';

const KIBIBYTE = 1024;
let now = 0;
let clients = 1;
const pace = (): ReadPace =>
  new ReadPace(
    () => clients,
    () => now,
  );

beforeEach(() => {
  now = 1000;
  clients = 1;
});

describe('ReadPace', () => {
  it('lets 256 KiB through at once, and 16 MiB a second in the long run', () => {
    const one = pace();
    expect(one.count(256 * KIBIBYTE)).toBe(0);
    expect(one.count(16 * KIBIBYTE * KIBIBYTE)).toBeCloseTo(1000);
    now += 1000;
    expect(one.count(16 * KIBIBYTE)).toBeCloseTo(1000 / KIBIBYTE);
  });

  it('gives each client an equal share', () => {
    clients = 16;
    const one = pace();
    one.count(256 * KIBIBYTE);
    expect(one.count(KIBIBYTE * KIBIBYTE)).toBeCloseTo(1000);
  });

  it('saves no more than 256 KiB for later', () => {
    const one = pace();
    one.count(1);
    now += 3_600_000;
    expect(one.count(256 * KIBIBYTE)).toBe(0);
    expect(one.count(16 * KIBIBYTE)).toBeGreaterThan(0);
  });
});

it('a message of many values costs more than one of as many bytes', () => {
  expect(costOf(JSON.stringify('x'.repeat(1000)))).toBe(1002);
  expect(costOf(JSON.stringify(Array.from({ length: 500 }, () => 0)))).toBe(1001 + 24 * 500);
});
