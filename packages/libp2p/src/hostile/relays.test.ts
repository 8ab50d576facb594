import { inviteAsync, isCollaborationError } from '@beckon/core';
import { circuitRelayServer } from '@libp2p/circuit-relay-v2';
import { multiaddr } from '@multiformats/multiaddr';
import type { Libp2p, Stream } from '@libp2p/interface';
import type { ServiceFactoryMap } from 'libp2p';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { createPrivateKey } from '../node/private-key.ts';
import { hostileNode, listeningNode } from '../../test/hostile-node.ts';
import { closeRelays, openRelay, relayed } from '../../test/relays/relays.ts';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';
import { until } from '../../test/until.ts';

const STOP = '/libp2p/circuit/relay/0.2.0/stop';
const HOP = '/libp2p/circuit/relay/0.2.0/hop';

const nodes: Libp2p[] = [];
afterEach(async () => {
  await closeAll();
  await closeRelays();
  for (const node of nodes.splice(0)) await node.stop();
});

/** A relay with the services of the test. */
async function hostileRelay(services: ServiceFactoryMap = {}): Promise<Libp2p> {
  const node = await listeningNode(services);
  nodes.push(node);
  return node;
}

const addressOf = (node: Libp2p): string => String(node.getMultiaddrs()[0]);

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
  );

describe('a relay that', () => {
  it('does not answer holds up neither open() nor another relay', async () => {
    const silent = await hostileRelay();
    await silent.handle(HOP, () => undefined);
    const honest = await openRelay();
    const start = performance.now();
    const bob = await openAdapter({ listen: [], relays: [addressOf(silent), ...honest.addresses] });
    const [endpoint] = await relayed(bob, 1);
    process.stdout.write(
      `beside a relay that does not answer: reached after ${Math.round(performance.now() - start)} ms\n`,
    );
    expect(endpoint?.address).toContain(honest.peerName);
  });

  it('gives no reservation, or sends nonsense, is tried again and does no harm', async () => {
    let tries = 0;
    const lying = await hostileRelay();
    await lying.handle(HOP, (stream: Stream) => {
      tries += 1;
      stream.send(Uint8Array.from([200, 1, ...Array.from({ length: 200 }, () => 255)]));
    });
    const bob = await openAdapter({ relays: [addressOf(lying)] });
    acceptAll(bob);
    await until(() => tries >= 4);
    const alice = await openAdapter();
    const to = { endpoint: await endpointOf(bob) };
    expect((await inviteAsync(alice, { to, applicationId })).state).toBe('accepted');
    expect((await bob.identity.endpoints()).filter(({ route }) => route === 'relay')).toEqual([]);
  });

  it('connects a caller with somebody else cannot fake the identity', async () => {
    // A peer that asks for Bob is connected with Eve.
    const eve = await openAdapter({ listen: [] });
    const relay = await hostileRelay({
      relay: circuitRelayServer(),
    });
    const bob = await openAdapter({ listen: [], relays: [addressOf(relay)] });
    acceptAll(bob);
    await relayed(bob, 1);
    const alice = await openAdapter({ listen: [] });
    const evesName = (await eve.identity.contact()).peerName;
    const [bobs] = await bob.identity.endpoints();
    const forged = String(bobs?.address).replace(/[^/]+$/, evesName);
    expect(
      await codeOf(inviteAsync(alice, { to: { endpoint: { address: forged } }, applicationId })),
    ).toBe('UNREACHABLE');
    const contact = { peerName: evesName };
    expect(
      await codeOf(inviteAsync(alice, { to: { contact, endpoint: bobs! }, applicationId })),
    ).toBe('UNREACHABLE');
  });

  it('cuts every circuit after a moment ends the invitations with UNREACHABLE, and does no other harm', async () => {
    const relay = await openRelay({ limits: { circuitMs: 1_000 } });
    const bob = await openAdapter({ listen: [], relays: relay.addresses });
    const [endpoint] = await relayed(bob, 1);
    const alice = await openAdapter({ listen: [] });
    const invite = () => inviteAsync(alice, { to: { endpoint: endpoint! }, applicationId });
    expect(await codeOf(invite())).toBe('UNREACHABLE');
    acceptAll(bob);
    expect((await invite()).state).toBe('accepted');
  });

  it('this side has not chosen cannot open a circuit to it', async () => {
    const bob = await openAdapter();
    const stranger = await hostileNode();
    nodes.push(stranger);
    const connection = await stranger.dial(multiaddr((await endpointOf(bob)).address));
    const stream = await connection.newStream(STOP);
    await until(() => stream.status !== 'open');
    expect(bob.libp2p?.getConnections()).toHaveLength(1);
    expect(await bob.identity.endpoints()).not.toContainEqual(
      expect.objectContaining({ route: 'relay' }),
    );
  });
});

describe('a relay keeps', () => {
  it('room for the peers in its list, whatever a crowd of strangers does', async () => {
    const privateKey = await createPrivateKey();
    const name = peerIdFromPrivateKey(privateKey).toString();
    const relay = await openRelay({ allow: [name], limits: { connections: 8 } });
    await Promise.all(
      Array.from({ length: 20 }, () => openAdapter({ listen: [], relays: relay.addresses })),
    );
    await until(() => relay.counters.refusedReservations >= 20);
    const bob = await openAdapter({ listen: [], privateKey, relays: relay.addresses });
    await relayed(bob, 1);
    expect(relay.status().reservations).toBe(1);
    expect(relay.status().connections).toBeLessThanOrEqual(8);
  });

  it('no reservation, and no timer, of a peer that has left', async () => {
    const relay = await openRelay();
    const bob = await openAdapter({ listen: [], relays: relay.addresses });
    await relayed(bob, 1);
    await closeAll();
    await until(() => relay.status().reservations === 0);
    expect(relay.status()).toEqual({ connections: 0, reservations: 0, circuits: 0 });
  });
});
