import { type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { closeCompletely } from 'test-support/close-completely';
import { conformanceBase } from '../test/conformance-base.ts';
import { startTestNode } from '../test/test-node.ts';
import { endpointOf } from '../test/two-adapters.ts';
import { type Libp2pAdapter, libp2pAdapter } from './index.ts';
import { createPrivateKey } from './node/private-key.ts';

const harness: ConformanceHarness = {
  ...conformanceBase,
  async setUp() {
    const adapter = libp2pAdapter({ nearMe: true });
    // The peer runs over a given node, so that the test can take the node away from below it.
    const privateKey = await createPrivateKey();
    const node = await startTestNode(undefined, privateKey);
    const opened: Libp2pAdapter[] = [];
    const openPeer = async (peerAdapter: Libp2pAdapter) => {
      await peerAdapter.open();
      opened.push(peerAdapter);
      return peerOf(peerAdapter, {
        endpoint: await endpointOf(peerAdapter),
        contact: await peerAdapter.identity.contact(),
      });
    };
    const peer = await openPeer(libp2pAdapter({ libp2p: node, privateKey, nearMe: true }));
    return {
      ...conformanceBase.places,
      adapter,
      peer: {
        ...peer,
        async kill() {
          for (const connection of node.getConnections()) connection.abort(new Error('killed'));
          await node.stop();
        },
      },
      otherAdapter: async () => libp2pAdapter({ nearMe: true }),
      otherPeer: () => openPeer(libp2pAdapter({ nearMe: true })),
      async tearDown() {
        peer.stop();
        await Promise.all([adapter, ...opened].map(closeCompletely));
        await node.stop();
      },
    };
  },
};

describeConformance('libp2p in one process', harness);
