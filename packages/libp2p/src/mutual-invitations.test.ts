import { type IncomingInvitation, incomingInvitations, invite } from '@beckon/core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { applicationId, closeAll, endpointOf, openAdapter } from '../test/two-adapters.ts';
import type { Libp2pAdapter } from './index.ts';

afterEach(closeAll);

const otherApplicationId = '0b6d3a52-7c1e-4a55-9d6c-2f6f1f6f0c01';

async function invites(
  from: Libp2pAdapter,
  to: Libp2pAdapter,
  { id = applicationId, expiresInMs = 60_000 } = {},
): Promise<string> {
  const endpoint = await endpointOf(to);
  const request = { to: { endpoint }, applicationId: id, expiresInMs };
  return (await lastValueFrom(invite(from, request))).state;
}

const incoming = (adapter: Libp2pAdapter): Promise<IncomingInvitation> =>
  firstValueFrom(incomingInvitations(adapter));

describe('two peers that invite each other', () => {
  it('at once, for the same application, both end accepted, whichever id is lower', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    // Ids are random: in eight rounds both orders come up.
    for (let round = 0; round < 8; round++) {
      const states = await Promise.all([invites(alice, bob), invites(bob, alice)]);
      expect(states).toEqual(['accepted', 'accepted']);
    }
  });

  it('one after the other, while the first is pending, both end accepted', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const first = invites(alice, bob);
    const received = await incoming(bob);
    expect(await invites(bob, alice)).toBe('accepted');
    expect(await first).toBe('accepted');
    expect((await lastValueFrom(received.status$)).state).toBe('answeredElsewhere');
  });

  it('for different applications are both asked', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const states = await Promise.all([
      invites(alice, bob, { expiresInMs: 1_500 }),
      invites(bob, alice, { id: otherApplicationId, expiresInMs: 1_500 }),
    ]);
    expect(states).toEqual(['expired', 'expired']);
  });

  it('are asked again when the first invitation was withdrawn', async () => {
    const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
    const endpoint = await endpointOf(bob);
    const sending = invite(alice, { to: { endpoint }, applicationId }).subscribe();
    const received = await incoming(bob);
    sending.unsubscribe();
    expect((await lastValueFrom(received.status$)).state).toBe('withdrawn');
    expect(await invites(bob, alice, { expiresInMs: 1_500 })).toBe('expired');
  });
});
