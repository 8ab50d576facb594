// The conformance suite in a page. See conformance-page.test.ts.
import { type ConformanceHarness, peerOf, planConformance } from '@beckon/conformance';
import { ownEndpoints } from '@beckon/core/identity';
import { webRTC } from '@libp2p/webrtc';
import { filter, firstValueFrom, map } from 'rxjs';
import { type Libp2pAdapter, libp2pAdapter } from '../../src/page.ts';
import { closeCompletely } from '../close-completely.ts';
import { pageConformance } from './page-conformance.ts';

/** What the test calls. */
export interface PageProgram {
  /** Runs one case, as the plan numbers it. */
  run(index: number, relay: string, way: PageWay): Promise<void>;
}

/** How the two sides are connected. */
export type PageWay = 'relay' | 'webRTC';

declare global {
  // eslint-disable-next-line no-var -- What is global has to be a var.
  var pageProgram: PageProgram;
}

globalThis.pageProgram = {
  async run(index, relay, way) {
    const planned = planConformance(pageConformance)[index];
    if (planned === undefined) throw new RangeError(`There is no case ${index}.`);
    await planned.conformanceCase.run(harness(relay, way));
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
            const node = peerAdapterNode(peer.adapter as Libp2pAdapter);
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

function peerAdapterNode({ libp2p }: Libp2pAdapter) {
  if (libp2p === undefined) throw new Error('The peer is closed.');
  return libp2p;
}

/** Where an adapter is reached, once the relay has it. */
async function relayedEndpoint(adapter: Libp2pAdapter) {
  const [endpoint] = await firstValueFrom(
    ownEndpoints(adapter).pipe(
      map((endpoints) => endpoints.filter(({ route }) => route === 'relay')),
      filter((endpoints) => endpoints.length > 0),
    ),
  );
  if (endpoint === undefined) throw new Error('Nothing was emitted.');
  return endpoint;
}
