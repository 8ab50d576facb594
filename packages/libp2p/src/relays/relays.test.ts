import { invite, inviteAsync, type InvitationStatus } from '@beckon/core';
import { lastValueFrom, toArray } from 'rxjs';
import { acceptAll, applicationId, closeAll, openAdapter } from '../../test/two-adapters.ts';
import { closeRelay, closeRelays, openRelay, relayed } from '../../test/relays/relays.ts';
import { createPrivateKey } from '../node/private-key.ts';

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
});
