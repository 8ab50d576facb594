import type { MessagePort } from 'node:worker_threads';
import { type AdapterPeer, ALL_TRAITS, type ConformanceSetup, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import type { FunctionTable } from '@beckon/core';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { WebSocket } from 'ws';
import { bridgeAdapter, messagePortPipe, webSocketPipe } from '../src/index.ts';
import { type Hosted, type HostRequest, HostWorker } from './host-worker.ts';

const places: Record<Hosted, Pick<ConformanceSetup, 'nowhere' | 'malformed' | 'stranger'>> = {
  mock: {
    nowhere: { address: 'nobody' },
    malformed: { address: 'not an address' },
    stranger: { peerName: 'mallory' },
  },
  libp2p: {
    nowhere: { address: '/ip4/127.0.0.1/tcp/1' },
    malformed: { address: 'bob@example.com' },
    stranger: { peerName: '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8' },
  },
};

/** The tables of each adapter. */
const tables: Record<Hosted, readonly FunctionTable[]> = {
  mock: FUNCTION_TABLES,
  // A host process serves `launch`.
  libp2p: FUNCTION_TABLES.filter((table) => table !== 'launch'),
};

/** The conformance suite, with the host's adapter and the peers in a worker. The peers are used through bridges as well. */
export function describeBridgeConformance(kind: Hosted, pipe: HostRequest['pipe']): void {
  let worker: HostWorker;

  beforeAll(async () => {
    worker = await HostWorker.start();
  });

  afterAll(() => worker.terminate());

  describeConformance(`a bridge to ${kind} over a ${pipe}`, {
    tables: tables[kind],
    traits: ALL_TRAITS,
    async setUp() {
      const { port, url, token } = await worker.serve(kind, pipe);
      const adapter = await bridgeAdapter(
        url === undefined || token === undefined
          ? messagePortPipe(port)
          : () => webSocketPipe(url, { token, WebSocket }),
      );
      const ports: MessagePort[] = [port];
      const peers: AdapterPeer[] = [];
      const openPeer = async (): Promise<AdapterPeer> => {
        const { port: peerPort, ...of } = await worker.servePeer();
        const peerAdapter = await bridgeAdapter(messagePortPipe(peerPort));
        await peerAdapter.open();
        const peer = peerOf(peerAdapter, of);
        ports.push(peerPort);
        peers.push(peer);
        return peer;
      };
      const peer = await openPeer();
      return {
        ...places[kind],
        adapter,
        peer: { ...peer, kill: () => worker.killPeer() },
        otherAdapter: async () => peer.adapter,
        otherPeer: openPeer,
        async tearDown() {
          for (const { stop } of peers) stop();
          await worker.end();
          for (const each of ports) each.close();
        },
      };
    },
  });
}
