import { loadavg } from 'node:os';
import { type AttackName, ATTACKS } from '../../test/hostile/attacks.ts';
import { trial } from '../../test/hostile/trial.ts';

const MEBIBYTE = 1024 * 1024;

it.each(Object.keys(ATTACKS) as AttackName[])(
  'a host stays well, and its clients with it, under %s',
  async (name) => {
    const result = await trial(name);
    const slowest = (attempts: readonly (number | string)[]): number =>
      Math.max(...attempts.map((attempt) => (typeof attempt === 'number' ? attempt : Infinity)));
    const figures = {
      'RSS in MiB': [result.baseBytes, result.peakBytes].map((bytes) =>
        Math.round(bytes / MEBIBYTE),
      ),
      'loop p99 and max in ms': [result.loopP99Ms, result.loopMaxMs].map(Math.round),
      'slowest call of a client in ms': Math.round(slowest(result.connected)),
      'slowest newcomer in ms': Math.round(slowest(result.newcomers)),
      attempts: [result.connected.length, result.newcomers.length],
      "the machine's load": Math.round(loadavg()[0] ?? 0),
      counters: result.counters,
    };
    process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);

    // How soon depends on what else the machine does, and is printed only.
    expect(result.peakBytes).toBeLessThan(2.5 * result.baseBytes);
    for (const attempts of [result.connected, result.newcomers]) {
      expect(attempts.filter((attempt) => typeof attempt === 'string')).toEqual([]);
      expect(attempts.length).toBeGreaterThan(0);
    }
  },
  60_000,
);
