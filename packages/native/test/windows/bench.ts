// Prints the cost of a signal, from the DLL to the emitted status, beside the cost of the same wait in C.
import { writeSync } from 'node:fs';
import { invite } from '@beckon/core';
import { encodeEndpoint, encodeInvitation } from '../../src/ffi/encode.ts';
import type { InvitationPointer, Out } from '../../src/ffi/handles.ts';
import { loadPeerLibrary } from '../../src/ffi/library.ts';
import { type NativeAdapter, nativeAdapter } from '../../src/index.ts';
import { ANSWER, FROM_THREAD, type ReferenceDll } from './reference-dll.ts';
import { referenceDll, referencePath } from './reference.ts';
import { applicationId, endpoint } from './samples.ts';

const COUNTS = [1_000, 20_000];
const LARGEST = 50_000;
const ROUNDS = 9;
const SINGLE_ROUNDS = 300;

const dll = referenceDll();
const print = (line = '') => writeSync(1, `${line}\n`);

const adapter = nativeAdapter({ library: referencePath() });
await adapter.open();

// Measured first, before anything else makes the heap grow.
const memory = await memoryPerInvitation(COUNTS.at(-1) ?? 0);

print(
  `Windows Node ${process.versions.node}; median of ${ROUNDS}, from the first signal to the last:`,
);
print();
print('at once    C, one callback each        @beckon/native   ratio  queries per answer');
await measureAdapter(200);
for (const count of COUNTS) {
  // Taken in turns, so that what else the machine does meets both.
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ baseline: dll.waitBaseline(count) / 1e6, ...(await measureAdapter(count)) });
  }
  const baseline = median(rounds.map((round) => round.baseline));
  const ms = median(rounds.map((round) => round.ms));
  const queries = median(rounds.map((round) => round.queries));
  print(row(count, baseline, { ms, queries }));
}
const largest = await measureAdapter(LARGEST);
print(row(LARGEST, undefined, largest));
print();

const single = await singleLatencies();
const times = (ms: number) => `${ms.toFixed(3)} ms (${(ms / single.baseline).toFixed(1)} times)`;
print(
  `one signal, median of ${SINGLE_ROUNDS}: C ${single.baseline.toFixed(3)} ms, a koffi callback that does nothing ${times(single.callback)}, @beckon/native ${times(single.adapter)}`,
);

print(
  `memory per pending invitation: ${memory.process.toFixed(1)} KiB of the process with the DLL, of it ${memory.heap.toFixed(1)} KiB of the JavaScript heap`,
);
await adapter.close();
process.exit(0);

function row(count: number, baseline: number | undefined, measured: Measured): string {
  const each = (ms: number) =>
    `${ms.toFixed(1).padStart(8)} ms ${((ms * 1e3) / count).toFixed(1).padStart(7)} µs`;
  return [
    String(count).padEnd(7),
    baseline === undefined ? '-'.padStart(22) : each(baseline),
    each(measured.ms),
    (baseline === undefined ? '-' : (measured.ms / baseline).toFixed(2)).padStart(7),
    measured.queries.toFixed(1).padStart(8),
  ].join('   ');
}

interface Measured {
  readonly ms: number;
  readonly queries: number;
}

async function measureAdapter(count: number): Promise<Measured> {
  const accepted = inviteMany(adapter, count);
  await pending(dll, count);
  dll.firstSignalTime();
  const queries = dll.callCount('PeerCollabGetInvitationResponse');
  dll.answerAll(ANSWER.accepted, FROM_THREAD);
  const end = await accepted;
  const start = dll.firstSignalTime() ?? end;
  return {
    ms: Number(end - start) / 1e6,
    queries: (dll.callCount('PeerCollabGetInvitationResponse') - queries) / count,
  };
}

/** Resolves with the time of the last status. */
function inviteMany(from: NativeAdapter, count: number): Promise<bigint> {
  let left = count;
  return new Promise((resolve, reject) => {
    for (let index = 0; index < count; index++) {
      invite(from, { to: { endpoint }, applicationId }).subscribe({
        next: ({ state }) => {
          if (state === 'accepted' && (left -= 1) === 0) resolve(process.hrtime.bigint());
        },
        error: reject,
      });
    }
  });
}

/** The time of one signal in C, until JavaScript is called, and until the status is emitted. */
async function singleLatencies(): Promise<{ baseline: number; callback: number; adapter: number }> {
  const baselines: number[] = [];
  const callbacks: number[] = [];
  const latencies: number[] = [];
  const measureCallback = await callbackMeter();
  // A callback of the system does not keep the process running.
  const running = setInterval(() => undefined, 1_000);
  for (let round = 0; round < SINGLE_ROUNDS; round++) {
    baselines.push(dll.waitBaseline(1) / 1e6);
    callbacks.push(await measureCallback());
    latencies.push((await measureAdapter(1)).ms);
  }
  clearInterval(running);
  return {
    baseline: median(baselines),
    callback: median(callbacks),
    adapter: median(latencies),
  };
}

/** Measures the time from a signal of the DLL to a callback in JavaScript, without the adapter. */
async function callbackMeter(): Promise<() => Promise<number>> {
  const { peer, kernel } = await loadPeerLibrary(referencePath());
  let called: (time: bigint) => void = () => undefined;
  const callback = kernel.registerCallback(() => called(process.hrtime.bigint()));
  const event = kernel.createEvent();
  const to = encodeEndpoint('bench', endpoint);
  const content = encodeInvitation({ applicationId });
  return async () => {
    const handle: Out<InvitationPointer> = [null];
    peer.PeerCollabAsyncInviteEndpoint(to, content, event, handle);
    const wait = kernel.registerWait(event, callback, 0);
    const calling = new Promise<bigint>((resolve) => (called = resolve));
    dll.firstSignalTime();
    dll.answerAll(ANSWER.accepted, FROM_THREAD);
    const end = await calling;
    kernel.releaseWait(wait);
    if (handle[0] !== null) peer.PeerCollabCloseHandle(handle[0]);
    return Number(end - (dll.firstSignalTime() ?? end)) / 1e6;
  };
}

async function memoryPerInvitation(count: number): Promise<{ process: number; heap: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const accepted = inviteMany(adapter, count);
  await pending(dll, count);
  globalThis.gc?.();
  const after = process.memoryUsage();
  dll.answerAll(ANSWER.accepted, FROM_THREAD);
  await accepted;
  return {
    process: (after.rss - before.rss) / count / 1024,
    heap: (after.heapUsed - before.heapUsed) / count / 1024,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function pending(reference: ReferenceDll, count: number): Promise<void> {
  while (reference.counters().pendingInvitations < count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
