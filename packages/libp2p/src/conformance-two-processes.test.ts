import { type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { closeCompletely } from 'test-support/close-completely';
import { conformanceBase } from '../test/conformance-base.ts';
import { PeerProcess } from 'test-support/peer-process';
import { endpointOf } from '../test/two-adapters.ts';
import { type Libp2pAdapter, libp2pAdapter } from './index.ts';

/**
 * One process serves many cases, each with its own adapter. After a case that kills it, the next case starts a new
 * one.
 */
let process: PeerProcess | undefined;

const harness: ConformanceHarness = {
  ...conformanceBase,
  traits: { ...conformanceBase.traits, hasPeerAdapter: false },
  async setUp() {
    const adapter = libp2pAdapter({ nearMe: true });
    if (process?.isRunning !== true) process = await PeerProcess.spawn();
    const peer = process;
    await peer.open();
    await peer.call('showTo', await cardOf(adapter));
    const opened: Libp2pAdapter[] = [];
    return {
      ...conformanceBase.places,
      adapter,
      peer,
      otherAdapter: async () => libp2pAdapter({ nearMe: true }),
      async otherPeer() {
        const other = libp2pAdapter({ nearMe: true });
        await other.open();
        opened.push(other);
        return peerOf(other, {
          endpoint: await endpointOf(other),
          contact: await other.identity.contact(),
        });
      },
      async tearDown() {
        if (peer.isRunning) await peer.call('close');
        await Promise.all([adapter, ...opened].map(closeCompletely));
      },
    };
  },
};

/** The card of a closed adapter, which keeps its key. */
async function cardOf(adapter: Libp2pAdapter): Promise<string> {
  await adapter.open();
  const card = await adapter.identity.card();
  await adapter.close();
  return card;
}

describeConformance('libp2p across two processes', harness);

afterAll(() => process?.kill());
