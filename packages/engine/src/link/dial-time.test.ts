import { createGuid, isCollaborationError } from '@beckon/core';
import { VirtualTimeScheduler } from 'rxjs';
import type { PeerStream } from '../transport.ts';
import { diallingTransport } from '../../test/dialling-transport.ts';
import { runUntil } from '../../test/run-until.ts';
import { MemoryStream } from '../../test/memory-stream.ts';
import { openEngine } from '../../test/open-engine.ts';

/** Resolves when promises have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('the time limit of a dial begins anew with each sign of the peer, and the dial is given up 5 s after the last one', async () => {
  const scheduler = new VirtualTimeScheduler();
  let onProgress = (): void => undefined;
  let signal: AbortSignal | undefined;
  const engine = await openEngine({
    openTransport: async () =>
      diallingTransport((_target, dialSignal, progress) => {
        signal = dialSignal;
        onProgress = progress;
        return new Promise(() => undefined);
      }),
    scheduler,
  });
  const outgoing = engine.invitations.invite(
    { address: 'bob', peerName: undefined },
    { applicationId: createGuid() },
  );
  for (let seconds = 4; seconds <= 12; seconds += 4) {
    runUntil(scheduler, seconds * 1_000);
    onProgress();
  }
  runUntil(scheduler, 16_999);
  await settled();
  expect(await outgoing.response()).toBe('pending');
  expect(signal?.aborted).toBe(false);
  runUntil(scheduler, 17_001);
  const error: unknown = await outgoing.response().catch((reason: unknown) => reason);
  expect(isCollaborationError(error) && error.code).toBe('UNREACHABLE');
  expect(signal?.aborted).toBe(true);
});

describe('opening a stream over a connection whose other streams fill the line', () => {
  /** Opens it. Gives whether that failed by a time, while the peer is heard until `heardMs`. */
  async function open(heardMs: number): Promise<(timeMs: number) => Promise<boolean>> {
    const scheduler = new VirtualTimeScheduler();
    const connection = {};
    const other = new MemoryStream('bob');
    let onStream: (stream: PeerStream) => void = () => undefined;
    const engine = await openEngine({
      openTransport: async (ofEngine) => {
        onStream = (stream) => ofEngine.onStream(stream);
        return diallingTransport(async () => ({
          peerName: 'carol',
          connection,
          open: () => new Promise(() => undefined),
        }));
      },
      scheduler,
    });
    onStream(Object.assign(other, { connection }));
    other.receive({ kind: 'hello', version: 1 });
    const outgoing = engine.invitations.invite(
      { address: 'bob', peerName: undefined },
      { applicationId: createGuid() },
    );
    await settled();
    for (let timeMs = 0; timeMs <= heardMs; timeMs += 500) {
      runUntil(scheduler, timeMs);
      other.receive({ kind: 'pong' });
      await settled();
    }
    return async (timeMs) => {
      runUntil(scheduler, timeMs);
      await settled();
      return outgoing.response().then(
        () => false,
        () => true,
      );
    };
  }

  it('takes 5 s longer than the peer is heard', async () => {
    const hasFailedBy = await open(12_000);
    expect(await hasFailedBy(17_400)).toBe(false);
    expect(await hasFailedBy(17_600)).toBe(true);
  });

  it('takes 30 s at most', async () => {
    const hasFailedBy = await open(29_500);
    expect(await hasFailedBy(29_999)).toBe(false);
    expect(await hasFailedBy(30_001)).toBe(true);
  });
});
