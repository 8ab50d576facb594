// Invitations between two processes over loopback TCP, beside what libp2p itself does with a message
// of the same size, and beside request and reply of NATS, if BECKON_NATS_SERVER names its server; and a
// channel beside a raw libp2p stream; and what watching costs. Prints the medians of interleaved rounds.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { invite } from '@beckon/core';
import type { Connection } from '@libp2p/interface';
import { Subscription } from 'rxjs';
import { libp2pAdapter } from '../src/index.ts';
import { connect, type Contender, echo, invitations, streams } from './contenders.ts';
import { printCrowd } from './crowd.ts';
import { forkProgram } from './fork-program.ts';
import { retainedBytes } from './memory.ts';
import { natsRequests, startNatsServer } from './nats.ts';
import { content, payload } from './payload.ts';
import { printChannels } from './print-channels.ts';
import { printDirectory } from './print-directory.ts';
import { printRelay } from './print-relay.ts';
import { startPlainNode } from './plain-node.ts';

const ROUNDS = Number(process.env['BECKON_BENCH_ROUNDS'] ?? 5);
const ROUND_MS = Number(process.env['BECKON_BENCH_ROUND_MS'] ?? 1_500);
const WARM_UP_MS = 3_000;
const PENDING = 10_000;
const CONCURRENCIES = [1, 100, 1_000];

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

interface Round {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** `BECKON_BENCH_ONLY=channels`, `directory`, `relay` or `invitations` measures these alone. */
const only = process.env['BECKON_BENCH_ONLY'];
const measures = (part: string): boolean => only === undefined || only === part;
const natsPath = process.env['BECKON_NATS_SERVER'];
const natsServer = natsPath === undefined ? undefined : await startNatsServer(natsPath);
const recipient = forkProgram('recipient', natsServer === undefined ? [] : [natsServer.address]);
const tell = async <T>(message?: string): Promise<T> => {
  if (message !== undefined) recipient.send(message);
  const [reply] = (await once(recipient, 'message')) as [T];
  return reply;
};

try {
  const addresses = await tell<{ adapter: string; node: string }>();
  const adapter = libp2pAdapter();
  await adapter.open();
  const node = await startPlainNode();
  const connection = await connect(node, addresses.node);
  const nats = natsServer === undefined ? undefined : await natsRequests(natsServer.address);
  const contenders = [
    invitations(adapter, addresses.adapter),
    await echo(connection),
    ...(nats === undefined ? [] : [nats]),
  ];
  print(
    `Node ${process.version}, ${availableParallelism()} CPUs, loopback TCP between two processes; ` +
      `${payload.length} bytes a message; medians of ${ROUNDS} interleaved rounds of ${ROUND_MS} ms.`,
  );
  if (measures('directory')) await printDirectory(print);
  if (measures('relay')) await printRelay(print);
  if (measures('channels')) {
    await printChannels({ adapter, address: addresses.adapter, connection, print });
  }
  if (measures('invitations')) await printInvitations(contenders, connection, addresses.adapter);
  nats?.close();
  await adapter.close();
  await node.stop();
} finally {
  recipient.kill();
  natsServer?.stop();
}

async function printInvitations(
  contenders: readonly Contender[],
  connection: Connection,
  address: string,
): Promise<void> {
  // The compiler of the JavaScript engine needs some thousand runs of each.
  for (const concurrency of [...CONCURRENCIES].reverse()) {
    for (const contender of contenders) await measure(contender, concurrency, WARM_UP_MS);
  }
  for (const concurrency of CONCURRENCIES) await compare(contenders, concurrency);
  // By itself: what it leaves to be cleaned up would slow the others down.
  for (const concurrency of CONCURRENCIES) await compare([streams(connection)], concurrency);
  await measureMemory(address);
  await printCrowd(print);
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

async function measureMemory(address: string): Promise<void> {
  const sending = libp2pAdapter();
  await sending.open();
  await tell('keep');
  const before = { here: retainedBytes(), there: await tell<{ bytes: number }>('memory') };
  const pending = new Subscription();
  let delivered = 0;
  await new Promise<void>((resolve, reject) => {
    for (let i = 0; i < PENDING; i++) {
      pending.add(
        invite(sending, { to: { endpoint: { address } }, ...content }).subscribe({
          next: ({ state }) => {
            if (state === 'delivered' && ++delivered === PENDING) resolve();
          },
          error: reject,
        }),
      );
    }
  });
  const after = { here: retainedBytes(), there: await tell<{ bytes: number }>('memory') };
  const each = (from: number, to: number): string => `${((to - from) / PENDING).toFixed(0)} bytes`;
  print(
    `\n${PENDING} pending on one connection: ${each(before.here, after.here)} each at the sender, ` +
      `${each(before.there.bytes, after.there.bytes)} each at the recipient (with core's Observables).`,
  );
  pending.unsubscribe();
  await sending.close();
}

function row(...cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? `  ${cell.padEnd(22)}` : cell.padStart(12))).join('');
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
