import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createGuid, type Presence } from '@beckon/core';
import { collaborationEvents } from '@beckon/core/events';
import type { Stream } from '@libp2p/interface';
import { type Libp2pAdapter, libp2pAdapter } from '../src/index.ts';
import { forkProgram } from './fork-program.ts';
import { retainedBytes } from './memory.ts';

const ROUNDS = Number(process.env['BECKON_BENCH_ROUNDS'] ?? 5);
const PEERS = Number(process.env['BECKON_BENCH_WATCHERS'] ?? 1_000);
const IDLE_MS = 5_000;
const OBJECT_BYTES = 16_384;

export const RAW_PROTOCOL = '/bench/directory-raw/1.0.0';

/** One of the crowd. */
export interface Member {
  readonly card: string;
  readonly address: string;
}

/** What the crowd is told to do. It answers each when it is done. */
export type CrowdOrder =
  | { readonly join: number }
  | { readonly watch: string }
  | { readonly serveRaw: number }
  | { readonly allow: string }
  | { readonly setPresence: Presence };

interface Cost {
  readonly firstMs: number;
  readonly medianMs: number;
  readonly lastMs: number;
  readonly cpuMs: number;
  readonly bytes: number;
}

type Print = (line: string) => void;

/** Prints what a thousand who watch one peer cost, and a thousand whom one peer watches. Medians of rounds. */
export async function printDirectory(print: Print): Promise<void> {
  const crowd = forkProgram('directory-crowd');
  const adapter = libp2pAdapter({
    limits: { connections: 2 * PEERS, connectionsPerSecond: 2 * PEERS, connectionsPerPeer: 8 },
  });
  try {
    await adapter.open();
    await adapter.visibility.signIn('internet');
    const members = await ask<readonly Member[]>(crowd, { join: PEERS });
    for (const { card } of members) await adapter.contacts.add(card);
    await printWatched(adapter, crowd, print);
    await printWatching(adapter, crowd, members, print);
  } finally {
    crowd.kill();
    await adapter.close();
  }
}

async function printWatched(adapter: Libp2pAdapter, crowd: ChildProcess, print: Print) {
  const [endpoint] = await adapter.identity.endpoints();
  const before = retainedBytes();
  await ask(crowd, { watch: endpoint?.address ?? '' });
  const bytesEach = (retainedBytes() - before) / PEERS;
  print(
    `\nOne peer, watched by ${PEERS}: ${(bytesEach / 1_024).toFixed(0)} KiB of memory for each.`,
  );
  print(head());
  let count = 0;
  const presence = await costOf(crowd, async () => {
    count += 1;
    await adapter.presence.setOwn({ status: 'busy', text: `In meeting ${count}` });
  });
  print(row('a presence', presence));
  const id = createGuid();
  const object = await costOf(crowd, async () => {
    const data = new Uint8Array(OBJECT_BYTES).fill(++count);
    await adapter.objects.publish({ id, data, publicationScope: 'all' });
  });
  print(row('an object of 16 KiB', object));
  await printIdle('being watched', print);

  await ask(crowd, { serveRaw: OBJECT_BYTES });
  const streams: Stream[] = [];
  for (const connection of adapter.libp2p?.getConnections() ?? []) {
    streams.push(await connection.newStream(RAW_PROTOCOL));
  }
  const raw = await costOf(crowd, async () => {
    for (const stream of streams) stream.send(new Uint8Array(OBJECT_BYTES));
    await Promise.resolve();
  });
  print(row('16 KiB, raw streams', raw));
  print(
    `  An object beside raw streams: ${(object.medianMs / raw.medianMs).toFixed(2)} of the time of the median watcher, ${(object.cpuMs / raw.cpuMs).toFixed(2)} of the processor, ${(object.bytes / raw.bytes).toFixed(2)} of the bytes.`,
  );
  for (const stream of streams) stream.abort(new Error('The measurement has ended.'));
}

async function printWatching(
  adapter: Libp2pAdapter,
  crowd: ChildProcess,
  members: readonly Member[],
  print: Print,
) {
  await ask(crowd, { allow: await adapter.identity.card() });
  let onChange = (): void => undefined;
  let missing = PEERS;
  const events = collaborationEvents(adapter, [
    { type: 'requestStatusChanged' },
    { type: 'endpointPresenceChanged' },
  ]).subscribe(() => {
    missing -= 1;
    if (missing === 0) onChange();
  });
  const all = (): Promise<void> =>
    new Promise((resolve) => {
      missing = PEERS;
      onChange = resolve;
    });
  const seen = all();
  const begun = performance.now();
  for (const { address } of members) await adapter.endpointData.subscribe({ address });
  await seen;
  print(
    `\nOne peer that watches ${PEERS}: all are seen after ${((performance.now() - begun) / 1_000).toFixed(1)} s.`,
  );
  const results: { ms: number; cpuMs: number; bytes: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const heard = all();
    const start = startOf();
    const since = performance.now();
    crowd.send({ setPresence: { status: 'away', text: `Round ${round}` } } satisfies CrowdOrder);
    await heard;
    const ms = performance.now() - since;
    results.push({ ms, ...spentSince(start) });
  }
  const [ms, cpuMs, bytes] = (['ms', 'cpuMs', 'bytes'] as const).map((key) =>
    median(results.map((result) => result[key])),
  );
  print(
    `  All change at once: heard after ${ms?.toFixed(0)} ms; each change costs ${((cpuMs ?? 0) / PEERS).toFixed(3)} ms of the processor and ${((bytes ?? 0) / PEERS).toFixed(0)} bytes.`,
  );
  await printIdle('watching, and being watched', print);
  events.unsubscribe();
}

/** Makes a change, and again, and gives the medians. */
async function costOf(crowd: ChildProcess, change: () => Promise<void>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    globalThis.gc?.();
    const start = startOf();
    const since = performance.timeOrigin + performance.now();
    const answer = once(crowd, 'message');
    await change();
    const [heardAt] = (await answer) as [readonly number[]];
    const times = heardAt.map((at) => at - since).sort((a, b) => a - b);
    const cost = { firstMs: times[0] ?? 0, medianMs: median(times), lastMs: times.at(-1) ?? 0 };
    // The first round is for the compiler.
    if (round > 0) costs.push({ ...cost, ...spentSince(start) });
  }
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return {
    firstMs: of('firstMs'),
    medianMs: of('medianMs'),
    lastMs: of('lastMs'),
    cpuMs: of('cpuMs') / PEERS,
    bytes: of('bytes') / PEERS,
  };
}

async function printIdle(what: string, print: Print): Promise<void> {
  const start = startOf();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const { cpuMs, bytes } = spentSince(start);
  const each = (IDLE_MS / 1_000) * PEERS;
  print(
    `  Idle, ${what}: ${(cpuMs / each).toFixed(3)} ms of the processor and ${(bytes / each).toFixed(0)} bytes for each peer and second.`,
  );
}

interface Spent {
  readonly cpuMs: number;
  /** Written to and read from sockets. */
  readonly bytes: number;
}

function startOf(): Spent {
  const { user, system } = process.cpuUsage();
  const sockets = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  const bytes = sockets
    .filter((handle): handle is Socket => handle instanceof Socket)
    .reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
  return { cpuMs: (user + system) / 1_000, bytes };
}

function spentSince(start: Spent): Spent {
  const end = startOf();
  return { cpuMs: end.cpuMs - start.cpuMs, bytes: end.bytes - start.bytes };
}

async function ask<T>(child: ChildProcess, order: CrowdOrder): Promise<T> {
  const answer = once(child, 'message');
  child.send(order);
  const [result] = (await answer) as [T];
  return result;
}

function head(): string {
  return cells('', 'first ms', 'median ms', 'last ms', 'cpu ms each', 'bytes each');
}

function row(name: string, { firstMs, medianMs, lastMs, cpuMs, bytes }: Cost): string {
  return cells(
    name,
    firstMs.toFixed(1),
    medianMs.toFixed(1),
    lastMs.toFixed(1),
    cpuMs.toFixed(3),
    bytes.toFixed(0),
  );
}

function cells(...texts: readonly string[]): string {
  return texts.map((text, i) => (i === 0 ? `  ${text.padEnd(22)}` : text.padStart(12))).join('');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
