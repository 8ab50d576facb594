import { ALL_TRAITS, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { createMockNetwork, type Fault, type MockNetworkOptions } from './index.ts';

const needlessSignals: readonly Fault[] = [
  { type: 'duplicateSignal' },
  { type: 'spuriousSignal', afterMs: [0, 20] },
];

const variants: readonly [string, MockNetworkOptions, readonly Fault[]][] = [
  ['the mock', {}, []],
  ['the mock, with latency and needless signals', { latencyMs: [0, 5] }, needlessSignals],
];

for (const [name, options, faults] of variants) {
  describeConformance(name, {
    tables: FUNCTION_TABLES,
    traits: ALL_TRAITS,
    expiryMs: 300,
    async setUp() {
      const network = createMockNetwork(options);
      for (const fault of faults) network.inject(fault);
      const adapter = network.join({ name: 'alice' });
      const openPeer = async (peerName: string) => {
        const other = network.join({ name: peerName });
        await other.open();
        return peerOf(other, other);
      };
      const peer = await openPeer('bob');
      const peers = [peer];
      return {
        adapter,
        peer: { ...peer, kill: async () => network.crash('bob') },
        nowhere: { address: 'nobody' },
        malformed: { address: 'not an address' },
        stranger: { peerName: 'mallory' },
        otherAdapter: async () => network.join({ name: 'dave' }),
        async otherPeer() {
          const carol = await openPeer('carol');
          peers.push(carol);
          return carol;
        },
        async tearDown() {
          for (const { stop } of peers) stop();
          for (const address of ['alice', 'bob', 'carol', 'dave']) network.crash(address);
        },
      };
    },
  });
}
