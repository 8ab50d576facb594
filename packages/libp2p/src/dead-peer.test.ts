import {
  incomingInvitations,
  invite,
  isCollaborationError,
  type PresenceStatus,
} from '@beckon/core';
import { presence } from '@beckon/core/presence';
import { filter, firstValueFrom, lastValueFrom, map } from 'rxjs';
import { PeerProcess } from 'test-support/peer-process';
import { Stopwatch } from 'test-support/stopwatch';
import { applicationId, closeAll, endpointOf, openAdapter } from '../test/two-adapters.ts';

/** A dead peer must be noticed within this time. */
const NOTICED_MS = 3_000;

let peer: PeerProcess;

beforeEach(async () => {
  peer = await PeerProcess.start();
});
afterEach(async () => {
  await peer.kill();
  await closeAll();
});

describe.each([
  { death: 'kill -9', end: () => peer.kill() },
  { death: 'kill -STOP', end: async () => peer.stop() },
])('after $death of the peer', ({ death, end }) => {
  it('its pending invitations fail with UNREACHABLE within 3 seconds', async () => {
    const adapter = await openAdapter();
    const status = lastValueFrom(invite(adapter, { to: peer, applicationId }));
    const failed = status.then(
      () => 'answered',
      (error: unknown) => isCollaborationError(error, 'UNREACHABLE') && 'unreachable',
    );
    await peer.nextInvitation();
    const stopwatch = new Stopwatch();
    await end();
    expect(await failed).toBe('unreachable');
    const noticedMs = stopwatch.stop();
    process.stdout.write(`${death}: the sender noticed after ${noticedMs.toFixed(0)} ms\n`);
    expect(noticedMs).toBeLessThan(NOTICED_MS);
    expect(adapter.counters.deadPeers).toBe(death === 'kill -STOP' ? 1 : 0);
  });

  it('its presence is offline within 3 seconds', async () => {
    const adapter = await openAdapter();
    await peer.call('showTo', await adapter.identity.card());
    const seen: PresenceStatus[] = [];
    const watching = presence(adapter, peer.endpoint).pipe(map(({ status }) => status));
    const subscription = watching.subscribe((status) => seen.push(status));
    await firstValueFrom(watching.pipe(filter((status) => status === 'online')));
    const stopwatch = new Stopwatch();
    await end();
    await firstValueFrom(watching.pipe(filter((status) => status === 'offline')));
    const noticedMs = stopwatch.stop();
    subscription.unsubscribe();
    process.stdout.write(`${death}: the watcher noticed after ${noticedMs.toFixed(0)} ms\n`);
    expect(noticedMs).toBeLessThan(NOTICED_MS);
    expect(seen.at(-1)).toBe('offline');
  });

  it('its sent invitations are withdrawn within 3 seconds', async () => {
    const adapter = await openAdapter();
    peer.invite({ to: { endpoint: await endpointOf(adapter) }, applicationId });
    const received = await firstValueFrom(incomingInvitations(adapter));
    const stopwatch = new Stopwatch();
    await end();
    expect(await lastValueFrom(received.status$)).toEqual({ state: 'withdrawn' });
    const noticedMs = stopwatch.stop();
    process.stdout.write(`${death}: the recipient noticed after ${noticedMs.toFixed(0)} ms\n`);
    expect(noticedMs).toBeLessThan(NOTICED_MS);
  });
});

it('a peer that was stopped and goes on sees its received invitations withdrawn, and can be invited again', async () => {
  const adapter = await openAdapter();
  const status = lastValueFrom(invite(adapter, { to: peer, applicationId }));
  const received = await peer.nextInvitation();
  peer.stop();
  await expect(status).rejects.toMatchObject({ code: 'UNREACHABLE' });
  peer.resume();
  expect(await received.outcome()).toBe('withdrawn');
  const again = lastValueFrom(invite(adapter, { to: peer, applicationId }));
  await (await peer.nextInvitation()).accept();
  expect(await again).toMatchObject({ state: 'accepted' });
});
