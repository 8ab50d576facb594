import { inviteAsync, isCollaborationError } from '@beckon/core';
import { type KadDHT, kadDHT, passthroughMapper } from '@libp2p/kad-dht';
import { identify } from '@libp2p/identify';
import { type Libp2p, serviceCapabilities } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { recordsAt } from '../../test/dht/records.ts';
import { listeningNode } from '../../test/hostile-node.ts';
import { closeRelays, openRelay } from '../../test/relays/relays.ts';
import { acceptAll, applicationId, closeAll, openAdapter } from '../../test/two-adapters.ts';
import { until } from '../../test/until.ts';
import type { Libp2pAdapter } from '../index.ts';
import { recordKey, writeRecord } from '../dht/dht-record.ts';
import { createPrivateKey } from '../node/private-key.ts';
import { makeCard } from '../transport/card.ts';

const PROTOCOL = '/beckon/kad/1.0.0';

const nodes: Libp2p[] = [];
afterEach(async () => {
  await closeAll();
  await closeRelays();
  for (const node of nodes.splice(0)) await node.stop();
});

/** A node of the DHT that verifies nothing, and keeps whatever the test puts there. */
async function hostileDht(
  isServer: boolean,
): Promise<{ readonly node: Libp2p; readonly dht: KadDHT; readonly bootstrap: readonly string[] }> {
  const node = await listeningNode({
    // Every given node counts as present.
    ping: () => ({ [serviceCapabilities]: ['@libp2p/ping'], ping: () => Promise.resolve(0) }),
    identify: identify(),
    dht: (components) =>
      kadDHT({
        protocol: PROTOCOL,
        clientMode: !isServer,
        peerInfoMapper: passthroughMapper,
        allowQueryWithZeroPeers: true,
        validators: { beckon: () => Promise.resolve() },
        selectors: { beckon: () => 0 },
      })(components as never),
  });
  nodes.push(node);
  const { dht } = node.services as { dht: KadDHT };
  return { node, dht, bootstrap: node.getMultiaddrs().map(String) };
}

async function put(dht: KadDHT, key: Uint8Array, value: Uint8Array): Promise<void> {
  for await (const event of dht.put(key, value)) expect(event).toBeDefined();
}

/** A client that has joined the DHT of a relay. */
async function hostileClient(
  bootstrap: readonly string[],
): Promise<{ readonly dht: KadDHT; readonly peerName: string }> {
  const { node, dht } = await hostileDht(false);
  const { remotePeer } = await node.dial(multiaddr(bootstrap[0]));
  await (
    dht as unknown as { routingTable: { add(peer: typeof remotePeer): Promise<void> } }
  ).routingTable.add(remotePeer);
  return { dht, peerName: node.peerId.toString() };
}

/** The final state of an invitation to a peer that is known by name only. */
async function outcome(from: Libp2pAdapter, peerName: string): Promise<string> {
  const to = { endpoint: { address: `/p2p/${peerName}` } };
  try {
    return (await inviteAsync(from, { to, applicationId })).state;
  } catch (error) {
    return isCollaborationError(error) ? error.code : String(error);
  }
}

describe('a hostile node of the DHT', () => {
  it('forges no card', async () => {
    const { dht, bootstrap } = await hostileDht(true);
    const [alice, mallory] = [
      await openAdapter({ listen: [], dht: { bootstrap } }),
      await openAdapter(),
    ];
    acceptAll(mallory);
    const bobKey = await createPrivateKey();
    const bob = peerIdFromPrivateKey(bobKey).toString();
    await put(dht, recordKey(bob), writeRecord(await mallory.identity.card()));
    expect(await outcome(alice, bob)).toBe('UNREACHABLE');
    // Checks the test itself: a card that Bob has signed, with Mallory's address, takes the same way and is accepted.
    const addresses = (await mallory.identity.endpoints()).map(({ address }) =>
      address.replace(/\/p2p\/.*$/, ''),
    );
    await put(dht, recordKey(bob), writeRecord(await makeCard(bobKey, { addresses }, Date.now())));
    expect(await outcome(alice, bob)).toBe('UNREACHABLE');
    const real = await openAdapter({ privateKey: bobKey });
    acceptAll(real);
    await put(dht, recordKey(bob), writeRecord(await real.identity.card()));
    expect(await outcome(alice, bob)).toBe('accepted');
  });

  it('fills no memory with an endless answer', async () => {
    const node = await listeningNode();
    nodes.push(node);
    let sent = 0;
    let isCut = false;
    await node.handle(PROTOCOL, (stream) => {
      stream.addEventListener('close', () => {
        isCut = true;
      });
      // Announces a message of 4 MiB, and sends it.
      stream.send(new Uint8Array([0x80, 0x80, 0x80, 0x02]));
      const more = (): void => {
        while (!isCut && sent < 4 * 1_024 * 1_024) {
          sent += 16_384;
          if (!stream.send(new Uint8Array(16_384))) {
            stream.addEventListener('drain', more, { once: true });
            return;
          }
        }
      };
      more();
    });
    const bootstrap = node.getMultiaddrs().map(String);
    const alice = await openAdapter({ listen: [], dht: { bootstrap } });
    const bob = peerIdFromPrivateKey(await createPrivateKey()).toString();
    expect(await outcome(alice, bob)).toBe('UNREACHABLE');
    await until(() => isCut);
    expect(sent).toBeLessThan(1_024 * 1_024);
  });
});

describe('a hostile client of the DHT', () => {
  it('can publish only its own card', async () => {
    const node = await openRelay({ dht: true });
    const bob = await openAdapter({ dht: { bootstrap: node.addresses } });
    acceptAll(bob);
    await recordsAt([node], 1);
    const { peerName } = await bob.identity.contact();
    const { dht, peerName: own } = await hostileClient(node.addresses);
    const stale = writeRecord(await bob.identity.card());
    await put(dht, recordKey(peerName), stale);
    await put(dht, recordKey(peerName), writeRecord('nonsense'));
    await put(dht, new TextEncoder().encode('/pk/anything'), stale);
    await put(dht, new TextEncoder().encode('/beckon/a/b'), stale);
    await put(dht, recordKey(own), writeRecord('nonsense'));
    await put(dht, recordKey(own), new Uint8Array(5_000));
    expect(node.counters).toMatchObject({ records: 1, refusedRecords: 6 });
    expect(node.status().dht).toMatchObject({ records: 1 });
    const alice = await openAdapter({ listen: [], dht: { bootstrap: node.addresses } });
    expect(await outcome(alice, peerName)).toBe('accepted');
  });

  it('takes no place of the peers for which the node is run', async () => {
    const bobKey = await createPrivateKey();
    const bobName = peerIdFromPrivateKey(bobKey).toString();
    const node = await openRelay({ dht: true, allow: [bobName], limits: { records: 4 } });
    const dht = { bootstrap: node.addresses };
    acceptAll(await openAdapter({ privateKey: bobKey, dht }));
    await recordsAt([node], 1);
    const strangers = Array.from({ length: 8 }, () => openAdapter({ dht }));
    await Promise.all(strangers);
    await recordsAt([node], 4);
    await until(() => node.counters.records + node.counters.refusedRecords >= 9);
    expect(node.status().dht).toMatchObject({ records: 4 });
    const alice = await openAdapter({ listen: [], dht });
    expect(await outcome(alice, bobName)).toBe('accepted');
  });
});
