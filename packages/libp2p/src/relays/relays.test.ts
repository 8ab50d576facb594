import { incomingInvitations, invite, inviteAsync, type InvitationStatus } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import type { Connection } from '@libp2p/interface';
import { concatMap, firstValueFrom, lastValueFrom, mergeMap, tap, toArray } from 'rxjs';
import { acceptAll, applicationId, closeAll, openAdapter } from '../../test/two-adapters.ts';
import { closeRelay, closeRelays, openRelay, relayed } from '../../test/relays/relays.ts';
import { until } from '../../test/until.ts';
import { createPrivateKey } from '../node/private-key.ts';
import { INVITATION_PROTOCOL } from '../transport/protocol.ts';
import { isRelayed } from '../transport/routes.ts';

const ECHO_BYTES = 50_000;

afterEach(async () => {
  await closeAll();
  await closeRelays();
});

describe('relays', () => {
  it('carry an invitation to a peer that does not listen', async () => {
    const relay = await openRelay();
    const bob = await openAdapter({ listen: [], relays: relay.addresses, name: 'Bob' });
    acceptAll(bob);
    const [endpoint] = await relayed(bob, 1);
    expect(endpoint).toEqual({
      address: `${relay.addresses[0]}/p2p-circuit/p2p/${(await bob.identity.contact()).peerName}`,
      name: 'Bob',
      route: 'relay',
    });
    const alice = await openAdapter({ listen: [] });
    const statuses = await lastValueFrom(
      invite(alice, { to: { endpoint: endpoint! }, applicationId }).pipe(toArray()),
    );
    expect(statuses.map(({ state }) => state)).toEqual([
      'sending',
      'pending',
      'delivered',
      'accepted',
    ] satisfies InvitationStatus['state'][]);
    expect(relay.status()).toEqual({ connections: 2, reservations: 1, circuits: 1 });
    expect(relay.counters).toMatchObject({ reservations: 1, circuits: 1, refusedCircuits: 0 });
    expect(relay.counters.relayedBytes).toBeGreaterThan(1_000);
  });

  it('delay nobody while they are down, and are used as soon as they are there', async () => {
    const privateKey = await createPrivateKey();
    const first = await openRelay({ privateKey });
    const [address = ''] = first.addresses;
    await closeRelay(first);
    const bob = await openAdapter({ listen: [], relays: [address] });
    expect(await bob.identity.endpoints()).toEqual([]);
    const listen = [address.replace(/\/p2p\/.*$/, '')];
    const second = await openRelay({ privateKey, listen });
    await relayed(bob, 1);
    await closeRelay(second);
    await relayed(bob, 0);
    await openRelay({ privateKey, listen });
    const [endpoint] = await relayed(bob, 1);
    acceptAll(bob);
    const alice = await openAdapter({ listen: [] });
    const { state } = await inviteAsync(alice, { to: { endpoint: endpoint! }, applicationId });
    expect(state).toBe('accepted');
  });

  it('stand in for each other', async () => {
    const [one, other] = [await openRelay(), await openRelay()];
    const bob = await openAdapter({ listen: [], relays: [...one.addresses, ...other.addresses] });
    acceptAll(bob);
    await relayed(bob, 2);
    await closeRelay(one);
    const [endpoint] = await relayed(bob, 1);
    expect(endpoint?.address).toContain(other.peerName);
    const alice = await openAdapter({ listen: [] });
    const { state } = await inviteAsync(alice, { to: { endpoint: endpoint! }, applicationId });
    expect(state).toBe('accepted');
  });

  it('find a contact of which only the name is known', async () => {
    const relay = await openRelay();
    const bob = await openAdapter({ listen: [], relays: relay.addresses });
    acceptAll(bob);
    const alice = await openAdapter({ listen: [], relays: relay.addresses });
    // The card was made before Bob had an address.
    await alice.contacts.add(await bob.identity.card());
    await relayed(bob, 1);
    await alice.visibility.signIn('internet');
    const contact = await bob.identity.contact();
    const { state } = await inviteAsync(alice, { to: { contact }, applicationId });
    expect(state).toBe('accepted');
  });

  it('are left by all that is new once the peer is reached directly', async () => {
    const relay = await openRelay();
    const bob = await openAdapter({ relays: relay.addresses });
    await bob.visibility.signIn('internet');
    const [endpoint] = (await relayed(bob, 1)).slice(-1);
    const alice = await openAdapter({ listen: [] });
    incomingInvitations(bob)
      .pipe(
        concatMap(async (invitation) => {
          await invitation.accept();
          return invitationChannel<string>(bob, invitation.id);
        }),
        mergeMap((channel) => channel.pipe(tap((message) => channel.next(message)))),
      )
      .subscribe();
    /** Sends something to Bob, who sends it back, over a channel of its own. */
    const echo = async (): Promise<number> => {
      const before = relay.counters.relayedBytes;
      const status = await inviteAsync(alice, { to: { endpoint: endpoint! }, applicationId });
      if (status.state !== 'accepted') throw new Error(status.state);
      const channel = invitationChannel<string>(alice, status.invitationId!);
      const echoed = firstValueFrom(channel);
      channel.next('x'.repeat(ECHO_BYTES));
      expect((await echoed).length).toBe(ECHO_BYTES);
      channel.complete();
      return relay.counters.relayedBytes - before;
    };
    const bobName = (await bob.identity.contact()).peerName;
    const direct = (): Connection | undefined =>
      alice.libp2p
        ?.getConnections()
        .find(
          ({ remotePeer, remoteAddr }) =>
            remotePeer.toString() === bobName && !isRelayed(remoteAddr),
        );

    expect(await echo()).toBeGreaterThan(2 * ECHO_BYTES);
    expect(direct()).toBeUndefined();
    await alice.contacts.add(await bob.identity.card());
    await echo();
    await until(() => direct() !== undefined);
    expect(await echo()).toBeLessThan(ECHO_BYTES);
    expect(direct()?.streams.map(({ protocol }) => protocol)).toContain(INVITATION_PROTOCOL);
    await closeRelay(relay);
    await echo();
  });
});
