import {
  type Endpoint,
  incomingInvitations,
  invite,
  inviteAsync,
  type InvitationStatus,
} from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import type { Connection } from '@libp2p/interface';
import { concatMap, firstValueFrom, lastValueFrom, mergeMap, tap, toArray } from 'rxjs';
import { acceptAll, applicationId, closeAll, openAdapter } from '../../test/two-adapters.ts';
import { closeRelay, closeRelays, openRelay, relayed } from '../../test/relays/relays.ts';
import { until } from '../../test/until.ts';
import type { Libp2pAdapter } from '../index.ts';
import { createPrivateKey } from '../node/private-key.ts';
import type { Relay } from '../relay.ts';
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

  describe('are left by all that is new', () => {
    let relay: Relay;
    beforeEach(async () => {
      relay = await openRelay();
    });

    /** Accepts every invitation after a while, and sends everything back that comes over its channel. */
    function echoAll(
      adapter: Libp2pAdapter,
      whenToAccept = async (): Promise<void> => undefined,
    ): void {
      incomingInvitations(adapter)
        .pipe(
          concatMap(async (invitation) => {
            await whenToAccept();
            await invitation.accept();
            return invitationChannel<string>(adapter, invitation.id);
          }),
          mergeMap((channel) => channel.pipe(tap((message) => channel.next(message)))),
        )
        .subscribe();
    }

    /** Invites, and has something sent back over the channel. Gives the bytes that the relay carried for it. */
    async function echo(from: Libp2pAdapter, endpoint: Endpoint): Promise<number> {
      const before = relay.counters.relayedBytes;
      const status = await inviteAsync(from, { to: { endpoint }, applicationId });
      if (status.state !== 'accepted') throw new Error(status.state);
      const channel = invitationChannel<string>(from, status.invitationId!);
      const echoed = firstValueFrom(channel);
      channel.next('x'.repeat(ECHO_BYTES));
      expect((await echoed).length).toBe(ECHO_BYTES);
      channel.complete();
      return relay.counters.relayedBytes - before;
    }

    /** The direct connection with the peer of an endpoint. */
    function direct(from: Libp2pAdapter, { address }: Endpoint): Connection | undefined {
      const peerName = address.split('/p2p/').at(-1);
      return from.libp2p
        ?.getConnections()
        .find(
          ({ remotePeer, remoteAddr }) =>
            remotePeer.toString() === peerName && !isRelayed(remoteAddr),
        );
    }

    it('once the peer is reached directly', async () => {
      const bob = await openAdapter({ relays: relay.addresses });
      await bob.visibility.signIn('internet');
      const [endpoint] = (await relayed(bob, 1)).slice(-1);
      const alice = await openAdapter({ listen: [] });
      echoAll(bob);
      expect(await echo(alice, endpoint!)).toBeGreaterThan(2 * ECHO_BYTES);
      expect(direct(alice, endpoint!)).toBeUndefined();
      await alice.contacts.add(await bob.identity.card());
      await echo(alice, endpoint!);
      await until(() => direct(alice, endpoint!) !== undefined);
      expect(await echo(alice, endpoint!)).toBeLessThan(ECHO_BYTES);
      const { streams = [] } = direct(alice, endpoint!) ?? {};
      expect(streams.map(({ protocol }) => protocol)).toContain(INVITATION_PROTOCOL);
      await closeRelay(relay);
      await echo(alice, endpoint!);
    });

    it('while the peer, which only the relay reaches, is still asked: it dials this side', async () => {
      const limits = { idleTimeoutMs: 100 };
      const bob = await openAdapter({ listen: [], relays: relay.addresses, limits });
      const [endpoint] = await relayed(bob, 1);
      const alice = await openAdapter({ limits });
      await bob.contacts.add(await alice.identity.card());
      echoAll(bob, () => until(() => direct(alice, endpoint!) !== undefined));
      expect(await echo(alice, endpoint!)).toBeLessThan(ECHO_BYTES);
      await until(() => relay.status().circuits === 0);
      await closeRelay(relay);
      await echo(alice, endpoint!);
    });
  });
});
