import {
  incomingInvitations,
  invite,
  isCollaborationError,
  type ReceptionVerdict,
} from '@beckon/core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../test/two-adapters.ts';
import type { Libp2pAdapter } from './index.ts';

afterEach(closeAll);

function describeError(error: unknown): string {
  return isCollaborationError(error) ? `${error.code}: ${error.message}` : String(error);
}

async function stateOf(sender: Libp2pAdapter, recipient: Libp2pAdapter): Promise<string> {
  const endpoint = await endpointOf(recipient);
  return lastValueFrom(invite(sender, { to: { endpoint }, applicationId })).then(
    ({ state }) => state,
    describeError,
  );
}

describe('the reception', () => {
  it('admits the trusted, and to all others looks like an unreachable peer', async () => {
    const [alice, carol] = await Promise.all([openAdapter(), openAdapter()]);
    const { peerName } = await alice.identity.contact();
    const bob = await openAdapter({ reception: { trusted: [peerName] } });
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    const refused = await stateOf(carol, bob);
    expect(bob.counters.refusedByReception).toBeGreaterThan(0);
    const { address } = await endpointOf(bob);
    await bob.close();
    const gone = await lastValueFrom(
      invite(await openAdapter(), { to: { endpoint: { address } }, applicationId }),
    ).catch(describeError);
    await bob.open();
    expect(refused).toBe(gone);
  });

  it('may change: a function is asked for each invitation', async () => {
    let verdict: ReceptionVerdict = 'take';
    const [alice, bob] = await Promise.all([
      openAdapter(),
      openAdapter({ reception: async () => verdict }),
    ]);
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    verdict = 'unreachable';
    expect(await stateOf(alice, bob)).toContain('UNREACHABLE');
    verdict = 'incompatible';
    expect(await stateOf(alice, bob)).toContain('INCOMPATIBLE');
    verdict = 'take';
    expect(await stateOf(alice, bob)).toBe('accepted');
  });

  it("'nobody' prevents neither inviting others nor being invited back", async () => {
    const [alice, bob] = await Promise.all([openAdapter({ reception: 'nobody' }), openAdapter()]);
    const endpoint = await endpointOf(bob);
    const sent = lastValueFrom(invite(alice, { to: { endpoint }, applicationId }));
    await firstValueFrom(incomingInvitations(bob));
    expect(await stateOf(bob, alice)).toBe('accepted');
    expect(await sent).toMatchObject({ state: 'accepted' });
  });
});

describe('the limits', () => {
  it('keep the invitations that one peer has pending, and leave the others alone', async () => {
    const limits = { pendingPerPeer: 3 };
    const [alice, bob, carol] = await Promise.all([
      openAdapter(),
      openAdapter({ limits }),
      openAdapter(),
    ]);
    const endpoint = await endpointOf(bob);
    const send = (from: Libp2pAdapter): Promise<string> =>
      lastValueFrom(invite(from, { to: { endpoint }, applicationId, expiresInMs: 4_000 })).then(
        ({ state }) => state,
        (error: unknown) => describeError(error).split(':')[0] ?? '',
      );
    const states = await Promise.all([
      send(alice),
      send(alice),
      send(alice),
      send(alice),
      send(carol),
    ]);
    expect(states).toEqual(['expired', 'expired', 'expired', 'UNREACHABLE', 'expired']);
    expect(bob.counters.refusedByPending).toBe(1);
  });

  it('keep the rate of one peer', async () => {
    const limits = { rate: { burst: 2, perSecond: 0.001 } };
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter({ limits })]);
    acceptAll(bob);
    expect(await stateOf(alice, bob)).toBe('accepted');
    expect(await stateOf(alice, bob)).toBe('accepted');
    expect(await stateOf(alice, bob)).toContain('UNREACHABLE');
    expect(bob.counters.refusedByRate).toBe(1);
  });

  it("shorten the sender's time, and tell the sender when it has passed", async () => {
    const [alice, bob] = await Promise.all([
      openAdapter(),
      openAdapter({ limits: { lifetimeMs: 200 } }),
    ]);
    expect(await stateOf(alice, bob)).toBe('expired');
  });
});
