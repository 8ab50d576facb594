import { CollaborationError, inviteAsync } from '@beckon/core';
import { closeRelay, closeRelays, openRelay, relayed } from '../../test/relays/relays.ts';
import { joined, recordsAt } from '../../test/dht/records.ts';
import { acceptAll, applicationId, closeAll, openAdapter } from '../../test/two-adapters.ts';
import type { Libp2pAdapter } from '../index.ts';
import { createPrivateKey } from '../node/private-key.ts';

afterEach(async () => {
  await closeAll();
  await closeRelays();
});

/** Invites a peer of which only the name is known. */
async function inviteByName(from: Libp2pAdapter, to: Libp2pAdapter): Promise<string> {
  const { peerName } = await to.identity.contact();
  const { state } = await inviteAsync(from, {
    to: { endpoint: { address: `/p2p/${peerName}` } },
    applicationId,
  });
  return state;
}

describe('the distributed hash table', () => {
  it('finds a peer of which only the name is known', async () => {
    const node = await openRelay({ dht: true });
    const dht = { bootstrap: node.addresses };
    const bob = await openAdapter({ dht });
    acceptAll(bob);
    await recordsAt([node], 1);
    const alice = await openAdapter({ listen: [], dht });
    expect(await inviteByName(alice, bob)).toBe('accepted');
    expect(node.status()).toMatchObject({ dht: { records: 1 }, reservations: 0, circuits: 0 });
  });

  it('finds a contact that has a reservation at a relay of its own', async () => {
    const [node, relay] = [await openRelay({ dht: true }), await openRelay()];
    const dht = { bootstrap: node.addresses };
    const bob = await openAdapter({ listen: [], relays: relay.addresses, dht });
    acceptAll(bob);
    const alice = await openAdapter({ listen: [], dht });
    await alice.visibility.signIn('internet');
    await alice.contacts.add(await bob.identity.card());
    await relayed(bob, 1);
    await recordsAt([node], 1);
    const contact = await bob.identity.contact();
    const { state } = await inviteAsync(alice, { to: { contact }, applicationId });
    expect(state).toBe('accepted');
    expect(relay.status()).toMatchObject({ reservations: 1, circuits: 1 });
  });

  it('is one table over many nodes, of which each was given one other', async () => {
    const nodes = [await openRelay({ dht: true })];
    for (let count = 1; count < 5; count += 1) {
      const bootstrap = nodes.at(-1)?.addresses ?? [];
      nodes.push(await openRelay({ dht: { bootstrap } }));
    }
    await joined(nodes);
    const bob = await openAdapter({ dht: { bootstrap: nodes.at(-1)?.addresses ?? [] } });
    acceptAll(bob);
    await recordsAt(nodes, 1);
    const alice = await openAdapter({ listen: [], dht: { bootstrap: nodes[0]?.addresses ?? [] } });
    expect(await inviteByName(alice, bob)).toBe('accepted');
  });

  it('delays nobody while it is down, and is used as soon as it is there', async () => {
    const privateKey = await createPrivateKey();
    const first = await openRelay({ privateKey, dht: true });
    const dht = { bootstrap: first.addresses };
    await closeRelay(first);
    const bob = await openAdapter({ dht });
    acceptAll(bob);
    const alice = await openAdapter({ listen: [], dht });
    await expect(inviteByName(alice, bob)).rejects.toThrow(CollaborationError);
    const listen = dht.bootstrap.map((address) => address.replace(/\/p2p\/.*$/, ''));
    const second = await openRelay({ privateKey, listen, dht: true });
    await recordsAt([second], 1);
    expect(await inviteByName(alice, bob)).toBe('accepted');
  });

  it('says soon that it does not know a name', async () => {
    const node = await openRelay({ dht: true });
    const [alice, bob] = [
      await openAdapter({ dht: { bootstrap: node.addresses } }),
      await openAdapter(),
    ];
    await expect(inviteByName(alice, bob)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('keeps nothing of a peer that cannot be reached', async () => {
    const node = await openRelay({ dht: true });
    const dht = { bootstrap: node.addresses };
    await openAdapter({ listen: [], dht });
    const bob = await openAdapter({ dht });
    await recordsAt([node], 1);
    expect(node.counters.records).toBe(1);
    acceptAll(bob);
  });

  it.each([
    [{ bootstrap: [] }, 'dht.bootstrap must be a list'],
    [{}, 'dht.bootstrap must be a list'],
    [{ bootstrap: ['/ip4/127.0.0.1/tcp/4001'] }, 'with its PeerId at the end'],
    [{ bootstrap: ['nowhere'] }, 'is not a multiaddr'],
    [true, 'dht is a boolean; it must be an object'],
  ])('refuses %j', async (dht, message) => {
    await expect(openAdapter({ dht: dht as { bootstrap: string[] } })).rejects.toThrow(message);
  });
});
