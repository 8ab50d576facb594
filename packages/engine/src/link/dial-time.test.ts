import { createGuid, isCollaborationError } from '@beckon/core';
import { VirtualTimeScheduler } from 'rxjs';
import { runUntil } from '../../test/run-until.ts';
import { openEngine } from '../../test/open-engine.ts';

/** Resolves when promises have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('the time limit of a dial begins anew with each sign of the peer, and the dial is given up 5 s after the last one', async () => {
  const scheduler = new VirtualTimeScheduler();
  let onProgress = (): void => undefined;
  let signal: AbortSignal | undefined;
  const engine = await openEngine({
    openTransport: async () => ({
      peerName: 'alice',
      addresses: () => [],
      card: async () => '',
      readCard: async () => ({ peerName: '', addresses: [] }),
      target: () => ({ address: 'bob', peerName: undefined }),
      dial: (_target, dialSignal, progress) => {
        signal = dialSignal;
        onProgress = progress;
        return new Promise(() => undefined);
      },
      close: async () => undefined,
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
