import { type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { closeCompletely, conformanceBase } from '../test/conformance-base.ts';
import { startTestNode } from '../test/test-node.ts';
import { endpointOf } from '../test/two-adapters.ts';
import { libp2pAdapter } from './index.ts';

const harness: ConformanceHarness = {
  ...conformanceBase,
  async setUp() {
    const adapter = libp2pAdapter();
    // The peer runs over a node that was made elsewhere, so that it can be pulled away from below it.
    const node = await startTestNode();
    const peerAdapter = libp2pAdapter({ libp2p: node });
    await peerAdapter.open();
    const peer = peerOf(peerAdapter, {
      endpoint: await endpointOf(peerAdapter),
      contact: await peerAdapter.identity.contact(),
    });
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
      async tearDown() {
        peer.stop();
        await peerAdapter.close();
        await node.stop();
        await closeCompletely(adapter);
      },
    };
  },
};

describeConformance('libp2p in one process', harness);
