// The conformance suite in a page. See conformance-in-page.test.ts.
import { type ConformanceHarness, peerOf, planConformance } from '@beckon/conformance';
import {
  type CollaborationAdapter,
  createGuid,
  incomingInvitations,
  inviteAsync,
} from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { ownEndpoints } from '@beckon/core/identity';
import { webRTC } from '@libp2p/webrtc';
import { defer, filter, firstValueFrom, interval, map, of, retry, switchMap, timeout } from 'rxjs';
import { type Libp2pAdapter, libp2pAdapter } from '../../src/page.ts';
import { isRelayed } from '../../src/transport/routes.ts';
import { closeCompletely } from 'test-support/close-completely';
import { LentPeer } from 'test-support/lent-peer';
import { setUpElsewhere } from 'test-support/set-up-elsewhere';
import { pageConformance, pageToNodeConformance } from './page-conformance.ts';

/** What the test calls. */
export interface PageProgram {
  /** Runs one case, as the plan numbers it. */
  run(index: number, relay: string, way: PageWay): Promise<void>;
  /** Two sides meet and talk over a channel. Gives the protocols of their connections. */
  talk(relay: string, options: { readonly isBarred: boolean }): Promise<readonly string[]>;
  /** Invites somebody of whom nothing but the name is known, through the DHT of a relay. Gives how it ends. */
  inviteByName(node: string): Promise<string>;
  /** What the adapter says when it opens, or invites an address. */
  complaintAbout(address: string): Promise<string>;
}

/** How the two sides are connected: both in the page, or with the other one in Node. */
export type PageWay = 'relay' | 'webRTC' | 'node';

declare global {
  var pageProgram: PageProgram;
}

globalThis.pageProgram = {
  async run(index, relay, way) {
    const conformance = way === 'node' ? pageToNodeConformance : pageConformance;
    const planned = planConformance(conformance)[index];
    if (planned === undefined) throw new RangeError(`There is no case ${index}.`);
    const make = way === 'node' ? nodeHarness(relay) : harness(relay, way);
    await planned.conformanceCase.run(make);
  },

  async talk(relay, { isBarred }) {
    const straight = webRTC({
      rtcConfiguration: {
        iceServers: [],
        // Only servers that relay would do, and there are none: as in a network that lets nothing through.
        ...(isBarred ? { iceTransportPolicy: 'relay' } : {}),
      },
    });
    const make = (): Libp2pAdapter => libp2pAdapter({ relays: [relay], webRTC: straight });
    const [ada, bob] = [make(), make()];
    try {
      await Promise.all([ada.open(), bob.open()]);
      const endpoint = await relayedEndpoint(bob);
      const hearing = firstValueFrom(
        incomingInvitations(bob).pipe(
          switchMap(async (incoming) => {
            await incoming.accept();
            return incoming.id;
          }),
          switchMap((id) => invitationChannel<string>(bob, id)),
        ),
      );
      const request = { to: { endpoint }, applicationId: createGuid() };
      const status = await inviteAsync(ada, request);
      if (status.state !== 'accepted') throw new Error(status.state);
      const channel = invitationChannel<string>(ada, status.invitationId ?? '');
      const talking = channel.subscribe();
      channel.next('Hello');
      if ((await hearing) !== 'Hello') throw new Error('Something else was heard.');
      const { peerName } = await bob.identity.contact();
      talking.unsubscribe();
      const ways = (): string[] =>
        nodeOf(ada)
          .getConnections()
          .filter(({ remotePeer }) => remotePeer.toString() === peerName)
          .map(({ remoteAddr }) => (isRelayed(remoteAddr) ? 'relay' : 'webRTC'));
      // The relay is left a moment later.
      await firstValueFrom(
        interval(50).pipe(
          filter(() => ways().length === 1),
          timeout({ first: 5_000, with: () => of(undefined) }),
        ),
      );
      return ways();
    } finally {
      await Promise.all([ada.close(), bob.close()]);
    }
  },

  async inviteByName(node) {
    const dht = { bootstrap: [node] };
    const [ada, bob] = [libp2pAdapter({ dht }), libp2pAdapter({ dht, relays: [node] })];
    try {
      await Promise.all([ada.open(), bob.open()]);
      incomingInvitations(bob).subscribe((invitation) => void invitation.accept());
      await relayedEndpoint(bob);
      const { peerName } = await bob.identity.contact();
      const to = { endpoint: { address: `/p2p/${peerName}` } };
      // Bob's card is there a moment after his address.
      const ended$ = defer(() => inviteAsync(ada, { to, applicationId: createGuid() }));
      return (await firstValueFrom(ended$.pipe(retry({ delay: 100 })))).state;
    } finally {
      await Promise.all([ada.close(), bob.close()]);
    }
  },

  async complaintAbout(address) {
    const adapter = libp2pAdapter();
    try {
      await adapter.open();
      await inviteAsync(adapter, { to: { endpoint: { address } }, applicationId: createGuid() });
      return 'none';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await adapter.close().catch(() => undefined);
    }
  },
};

function harness(relay: string, way: PageWay): ConformanceHarness {
  const make = (): Libp2pAdapter =>
    libp2pAdapter({
      relays: [relay],
      ...(way === 'webRTC' ? { webRTC: webRTC({ rtcConfiguration: { iceServers: [] } }) } : {}),
    });
  return {
    ...pageConformance,
    async setUp() {
      const adapter = openedWithRelay(make());
      const opened: Libp2pAdapter[] = [];
      const openPeer = async () => {
        const peerAdapter = make();
        await peerAdapter.open();
        opened.push(peerAdapter);
        return peerOf(peerAdapter, {
          endpoint: await relayedEndpoint(peerAdapter),
          contact: await peerAdapter.identity.contact(),
        });
      };
      const peer = await openPeer();
      return {
        ...pageConformance.places,
        adapter,
        peer: {
          ...peer,
          async kill() {
            const node = nodeOf(peer.adapter as Libp2pAdapter);
            for (const connection of node.getConnections()) connection.abort(new Error('killed'));
            await node.stop();
          },
        },
        otherAdapter: async () => openedWithRelay(make()),
        otherPeer: openPeer,
        async tearDown() {
          peer.stop();
          await Promise.all([adapter, ...opened].map(closeCompletely));
        },
      };
    },
  };
}

/** The other side is in Node, which the page dials over a WebSocket, and which dials the page through the relay. */
function nodeHarness(relay: string): ConformanceHarness {
  return {
    ...pageToNodeConformance,
    async setUp() {
      const setup = await setUpElsewhere({
        make: () => openedWithRelay(libp2pAdapter({ relays: [relay] })),
        endpointOf: relayedEndpoint,
        peer: new LentPeer(),
        options: { listen: ['/ip4/127.0.0.1/tcp/0/ws'], relays: [relay] },
      });
      return { ...pageConformance.places, ...setup };
    },
  };
}

/** The adapter is reached as soon as it is open: the suite invites it then. */
function openedWithRelay(adapter: Libp2pAdapter): Libp2pAdapter {
  return new Proxy(adapter, {
    get(target, key) {
      if (key === 'open') {
        return async () => {
          await target.open();
          await relayedEndpoint(target);
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function nodeOf({ libp2p }: Libp2pAdapter) {
  if (libp2p === undefined) throw new Error('The adapter is closed.');
  return libp2p;
}

/** Where an adapter is reached, once the relay has it. */
async function relayedEndpoint(adapter: CollaborationAdapter) {
  const [endpoint] = await firstValueFrom(
    ownEndpoints(adapter).pipe(
      map((endpoints) => endpoints.filter(({ route }) => route === 'relay')),
      filter((endpoints) => endpoints.length > 0),
    ),
  );
  if (endpoint === undefined) throw new Error('Nothing was emitted.');
  return endpoint;
}
