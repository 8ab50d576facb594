import { peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { createMockNetwork, type Fault, type MockNetworkOptions } from './index.ts';

const wildSignals: readonly Fault[] = [
  { type: 'duplicateSignal' },
  { type: 'spuriousSignal', afterMs: [0, 20] },
];

const variants: readonly [string, MockNetworkOptions, readonly Fault[]][] = [
  ['the mock', {}, []],
  ['the mock, with latency and needless signals', { latencyMs: [0, 5] }, wildSignals],
];

for (const [name, options, faults] of variants) {
  describeConformance(name, {
    tables: ['invitations', 'inbox', 'identity'],
    abilities: [
      'carriesDeclineMessage',
      'carriesExpiry',
      'verifiesContacts',
      'settlesCrossings',
      'killsPeer',
    ],
    async setUp() {
      const network = createMockNetwork(options);
      for (const fault of faults) network.inject(fault);
      const adapter = network.join({ name: 'alice' });
      const other = network.join({ name: 'bob' });
      await other.open();
      const peer = peerOf(other, other);
      return {
        adapter,
        peer: { ...peer, kill: async () => network.crash('bob') },
        nowhere: { address: 'nobody' },
        malformed: { address: 'not an address' },
        stranger: { peerName: 'mallory' },
        async tearDown() {
          peer.stop();
          network.crash('alice');
          network.crash('bob');
        },
      };
    },
  });
}
