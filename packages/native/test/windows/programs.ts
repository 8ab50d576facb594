// Small programs, each for a process of its own. The tests look at the end of the process.
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { invite } from '@beckon/core';
import koffi from 'koffi';
import { lastValueFrom } from 'rxjs';
import { type NativeAdapter, nativeAdapter } from '../../src/index.ts';
import { ANSWER, FROM_THREAD, ReferenceDll } from './reference-dll.ts';
import { referencePath } from './reference.ts';
import { applicationId, endpoint } from './samples.ts';

const PENDING = 1_000;

const programs: Record<string, () => Promise<void>> = {
  /** Opens, subscribes to nothing, and does not close. */
  async idle() {
    await opened();
    print('open');
  },

  /** Waits for an answer that comes from another thread, with nothing else to keep it running. */
  async waits() {
    const adapter = await opened();
    reference().setAnswer('accept,delay=300');
    invite(adapter, request).subscribe(({ state }) => print(state));
  },

  /** Calls `process.exit` while invitations are pending. */
  async 'exits-pending'() {
    const adapter = await opened();
    for (let index = 0; index < PENDING; index++) invite(adapter, request).subscribe();
    print(String(reference().counters().pendingInvitations));
    process.exit(7);
  },

  /** Calls `process.exit` while answers come in from another thread. */
  async 'exits-signaled'() {
    const adapter = await opened();
    for (let index = 0; index < PENDING; index++) invite(adapter, request).subscribe();
    setImmediate(() => {
      reference().answerAll(ANSWER.accepted, FROM_THREAD);
      setImmediate(() => process.exit(7));
    });
  },

  /** Unsubscribes from everything and lets the process end by itself. */
  async 'ends-by-itself'() {
    const adapter = await opened();
    const subscriptions = Array.from({ length: PENDING }, () =>
      invite(adapter, request).subscribe(),
    );
    for (const subscription of subscriptions) subscription.unsubscribe();
    process.once('exit', () => print(String(reference().counters().invitations)));
  },

  /** Throws in a consumer, on a signal. */
  async throws() {
    const adapter = await opened();
    const thrown = new Promise<Error>((resolve) => process.on('uncaughtException', resolve));
    const event = adapter.createEvent();
    await adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event);
    event.signaled$.subscribe(() => {
      throw new Error('consumer');
    });
    const end = lastValueFrom(invite(adapter, request));
    reference().answerAll(ANSWER.accepted, FROM_THREAD);
    print((await thrown).message);
    print((await end).state);
    await adapter.close();
  },

  /** Does all of it in a worker, which ends by itself. */
  async 'in-a-worker'() {
    const worker = new Worker(new URL(import.meta.url), { argv: ['invites-once'] });
    worker.on('message', (message) => print(String(message)));
    worker.on('error', (error) => print(error.message));
    await new Promise((resolve) => worker.on('exit', resolve));
    print('worker ended');
  },

  /** A worker that is terminated while an invitation is pending. */
  async 'terminates-a-worker'() {
    const worker = new Worker(new URL(import.meta.url), { argv: ['invites-for-ever'] });
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    print('worker ended');
    // The wait of the worker is signalled after the worker has ended.
    reference().answerAll(ANSWER.accepted, FROM_THREAD);
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.exit(7);
  },

  async 'invites-once'() {
    const adapter = await opened();
    reference().setAnswer('accept,delay=50');
    say((await lastValueFrom(invite(adapter, request))).state);
    await adapter.close();
  },

  async 'invites-for-ever'() {
    const adapter = await opened();
    invite(adapter, request).subscribe(({ state }) => {
      if (state === 'pending') say(state);
    });
  },

  /** Makes a callback for each of many signals, which the adapter must never do. */
  async 'crashes-koffi'() {
    const threads = koffi.load('kernel32.dll');
    const callback = koffi.register(
      () => undefined,
      koffi.pointer(koffi.proto('__stdcall', null, 'void', ['uintptr', 'uint8'])),
    );
    const register = threads.func('__stdcall', 'RegisterWaitForSingleObject', 'int32', [
      koffi.out(koffi.pointer('void *')),
      'void *',
      'uintptr',
      'uintptr',
      'uint32',
      'uint32',
    ]);
    const create = threads.func('__stdcall', 'CreateEventW', 'void *', [
      'void *',
      'int32',
      'int32',
      'void *',
    ]);
    // Signalled from the beginning; WT_EXECUTEONLYONCE only, so that each gets a thread.
    for (let index = 0; index < PENDING; index++) {
      register([null], create(null, 0, 1, null), callback, index, 0xffff_ffff, 0x8);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    print('survived');
    process.exit(0);
  },
};

const request = { to: { endpoint }, applicationId };

function reference(): ReferenceDll {
  return new ReferenceDll(koffi, referencePath());
}

async function opened(): Promise<NativeAdapter> {
  const adapter = nativeAdapter({ library: referencePath() });
  await adapter.open();
  return adapter;
}

function print(line: string): void {
  writeSync(1, `${line}\n`);
}

function say(line: string): void {
  if (isMainThread) print(line);
  else parentPort?.postMessage(line);
}

const name = process.argv[2] ?? '';
const program = programs[name];
if (program === undefined) throw new Error(`No program is called ${name}.`);
await program();
