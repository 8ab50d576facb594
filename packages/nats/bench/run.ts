// Measures invite() over NATS beside NATS's own request and reply, in the same run; and what watching costs.
// BECKON_NATS_SERVER is the path of nats-server. Prints the medians of interleaved rounds.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { connect } from '@nats-io/transport-node';
import { natsAdapter } from '../src/index.ts';
import { type Contender, invitations } from './contenders.ts';
import { publishes, requests } from './echo.ts';
import { forkProgram } from './fork-program.ts';
import { startNatsServer } from './nats-server.ts';
import { payload } from './payload.ts';
import { printPeople } from './print-people.ts';

const ROUNDS = Number(process.env['BECKON_BENCH_ROUNDS'] ?? 5);
const ROUND_MS = Number(process.env['BECKON_BENCH_ROUND_MS'] ?? 1_500);
const WARM_UP_MS = 3_000;
const CONCURRENCIES = [1, 100, 1_000];

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

interface Round {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

const path = process.env['BECKON_NATS_SERVER'];
if (path === undefined) {
  print('Left out: there is no nats-server. BECKON_NATS_SERVER names its program.');
  process.exit();
}
/** `BECKON_BENCH_ONLY=invitations` or `people` measures these alone. */
const only = process.env['BECKON_BENCH_ONLY'];
const server = await startNatsServer(path);
const recipient = forkProgram('recipient', [server.url]);
try {
  const [address] = (await once(recipient, 'message')) as [string];
  const adapter = natsAdapter({ servers: server.url });
  await adapter.open();
  const connection = await connect({ servers: server.url });
  print(
    `Node ${process.version}, ${availableParallelism()} CPUs, nats-server ${connection.info?.version ?? ''} on loopback, ` +
      `two processes; ${payload.length} bytes a message; medians of ${ROUNDS} interleaved rounds of ${ROUND_MS} ms.`,
  );
  if (only !== 'people') {
    await printInvitations([
      invitations(adapter, address),
      requests(connection),
      publishes(connection),
    ]);
  }
  if (only !== 'invitations') await printPeople(server.url, print);
  await connection.close();
  await adapter.close();
} finally {
  recipient.kill();
  server.stop();
}

async function printInvitations(contenders: readonly Contender[]): Promise<void> {
  // The compiler of the JavaScript engine needs some thousand runs of each.
  for (const concurrency of [...CONCURRENCIES].reverse()) {
    for (const contender of contenders) await measure(contender, concurrency, WARM_UP_MS);
  }
  for (const concurrency of CONCURRENCIES) await compare(contenders, concurrency);
}

async function compare(contenders: readonly Contender[], concurrency: number): Promise<void> {
  const rounds = contenders.map((): Round[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      // Another one begins each time: who comes after whom makes a difference.
      const index = (round + turn) % contenders.length;
      const contender = contenders[index];
      if (contender === undefined) continue;
      globalThis.gc?.();
      rounds[index]?.push(await measure(contender, concurrency, ROUND_MS));
    }
  }
  print(`\n${concurrency} at a time`);
  print(row('', 'per second', 'median ms', 'p99 ms'));
  const medians = rounds.map((ofContender) => ({
    perSecond: median(ofContender.map(({ perSecond }) => perSecond)),
    medianMs: median(ofContender.map(({ medianMs }) => medianMs)),
    p99Ms: median(ofContender.map(({ p99Ms }) => p99Ms)),
  }));
  for (const [index, { perSecond, medianMs, p99Ms }] of medians.entries()) {
    const name = contenders[index]?.name ?? '';
    print(row(name, perSecond.toFixed(0), medianMs.toFixed(2), p99Ms.toFixed(2)));
  }
  const [ours, ...others] = medians;
  if (ours === undefined) return;
  for (const [index, other] of others.entries()) {
    print(
      `  invite() beside ${contenders[index + 1]?.name ?? ''}: ${(ours.perSecond / other.perSecond).toFixed(2)} of its rate, ` +
        `${(ours.medianMs / other.medianMs).toFixed(2)} of its latency.`,
    );
  }
}

/** Keeps `concurrency` questions under way for `durationMs`. */
async function measure(
  contender: Contender,
  concurrency: number,
  durationMs: number,
): Promise<Round> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + durationMs;
  const askOn = async (): Promise<void> => {
    for (let asked = performance.now(); asked < end; asked = performance.now()) {
      await contender.ask();
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askOn));
  const seconds = (performance.now() - start) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / seconds,
    medianMs: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

function row(...cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? `  ${cell.padEnd(24)}` : cell.padStart(12))).join('');
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
