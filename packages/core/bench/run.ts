// Compares the cost of invite() with the six steps of an invitation by hand, over an adapter without any
// work. Prints the medians of interleaved rounds. The program is bundled before it runs, as an app is: a
// loader that compiles on the fly adds code to each function, and the code would be measured too.
import { availableParallelism } from 'node:os';
import { byHand, type Contender, withInvite } from './contenders.ts';
import { idleAdapter } from './idle-adapter.ts';

const ROUNDS = Number(process.env['BECKON_BENCH_ROUNDS'] ?? 201);
const ALLOCATION_ROUNDS = 15;
const WARM_UP = 100_000;
const INVITATIONS = 5_000;
/** Number of counted invitations. With more, a garbage collection could fall into the count. */
const COUNTED = 500;

const adapter = idleAdapter();
const contenders = [withInvite(adapter), byHand(adapter)];
const times = contenders.map((): number[] => []);
const allocations = contenders.map((): number[] => []);

// The compiler of the JavaScript engine needs some thousand runs of each.
for (const contender of contenders) await run(contender, WARM_UP);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, contender] of contenders.entries()) {
    times[index]?.push(await microsecondsEach(contender));
  }
}
// After the times: a forced collection of garbage makes the compiler forget what it has learnt.
for (let round = 0; round < ALLOCATION_ROUNDS; round++) {
  for (const [index, contender] of contenders.entries()) {
    allocations[index]?.push(await bytesEach(contender));
  }
}

print(
  `Node ${process.version}, ${availableParallelism()} CPUs; one invitation after the other; ` +
    `medians of ${ROUNDS} interleaved rounds of ${INVITATIONS}.`,
);
print(row('', 'µs each', 'bytes each'));
const medians = contenders.map((_, index) => ({
  time: median(times[index]),
  bytes: median(allocations[index]),
}));
for (const [index, { time, bytes }] of medians.entries()) {
  print(row(contenders[index]?.name ?? '', time.toFixed(2), bytes.toFixed(0)));
}
const [ours, hand] = medians;
if (ours !== undefined && hand !== undefined) {
  print(
    `  invite() to the steps by hand: ${(ours.time / hand.time).toFixed(2)} of the time, ` +
      `${(ours.bytes / hand.bytes).toFixed(2)} of the bytes.`,
  );
}

/** Sends one invitation after the other. */
function run(contender: Contender, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const next = (): void => {
      if (left-- === 0) resolve();
      else contender.invite(next);
    };
    next();
  });
}

async function microsecondsEach(contender: Contender): Promise<number> {
  const start = performance.now();
  await run(contender, INVITATIONS);
  return ((performance.now() - start) * 1_000) / INVITATIONS;
}

async function bytesEach(contender: Contender): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await run(contender, COUNTED);
  return (process.memoryUsage().heapUsed - before) / COUNTED;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function row(name: string, ...cells: readonly string[]): string {
  return `  ${name.padEnd(12)}${cells.map((cell) => cell.padStart(12)).join('')}`;
}

function median(values: readonly number[] = []): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
