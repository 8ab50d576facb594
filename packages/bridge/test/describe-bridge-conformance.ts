import { type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { WebSocket } from 'ws';
import { bridgeAdapter, messagePortPipe, webSocketPipe } from '../src/index.ts';
import { type Hosted, type HostRequest, HostWorker } from './host-worker.ts';
import { inThisRealm } from './this-realm.ts';

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

type ConformanceSetup = Awaited<ReturnType<ConformanceHarness['setUp']>>;

/** The conformance suite, with the host's adapter and the peer in a worker. */
export function describeBridgeConformance(kind: Hosted, pipe: HostRequest['pipe']): void {
  let worker: HostWorker;

  beforeAll(async () => {
    worker = await HostWorker.start();
  });

  afterAll(() => worker.terminate());

  describeConformance(`a bridge to ${kind} over a ${pipe}`, {
    tables: ['invitations', 'inbox', 'identity'],
    abilities: [
      'carriesDeclineMessage',
      'carriesExpiry',
      'verifiesContacts',
      'settlesCrossings',
      'killsPeer',
    ],
    async setUp() {
      const { port, peerPort, endpoint, contact, url, token } = await worker.serve(kind, pipe);
      const adapter = await bridgeAdapter(
        url === undefined || token === undefined
          ? inThisRealm(messagePortPipe(port))
          : () => webSocketPipe(url, { token, WebSocket }),
      );
      // The peer is used through a bridge as well.
      const peerAdapter = await bridgeAdapter(inThisRealm(messagePortPipe(peerPort)));
      await peerAdapter.open();
      const peer = peerOf(peerAdapter, { endpoint, contact });
      return {
        ...places[kind],
        adapter,
        peer: { ...peer, kill: () => worker.killPeer() },
        async tearDown() {
          peer.stop();
          await worker.tearDown();
          port.close();
          peerPort.close();
        },
      };
    },
  });
}
