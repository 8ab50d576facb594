import { type ConformanceHarness, peerOf, planConformance } from '@beckon/conformance';
import { createMockNetwork } from '@beckon/mock';
import { faultyAsAWhole, faultyWhenNotOpen } from '../test/faulty/adapter.ts';
import { faultyIdentity } from '../test/faulty/identity.ts';
import { faultyInbox } from '../test/faulty/inbox.ts';
import { faultyInvitations } from '../test/faulty/invitations.ts';
import { faultyTables } from '../test/faulty/tables.ts';
import type { FaultyAdapter } from '../test/faulty-adapter.ts';

const TABLES = ['invitations', 'inbox', 'identity'] as const;

const faultyAdapters: readonly FaultyAdapter[] = [
  ...faultyTables(TABLES),
  ...faultyAsAWhole,
  ...faultyWhenNotOpen,
  ...faultyInvitations,
  ...faultyInbox,
  ...faultyIdentity,
];

/** The mock as it is. */
const correct = harness((adapter) => adapter);

/** What a faulty adapter leaves undone is not coming; the mock answers within milliseconds. */
const faulty = (make: FaultyAdapter['make']): ConformanceHarness => ({
  ...harness(make),
  timeLimitMs: 400,
  expiryMs: 100,
});

/** Two mock adapters, the one under test made by `make`. */
function harness(make: FaultyAdapter['make']): ConformanceHarness {
  return {
    tables: TABLES,
    abilities: [
      'carriesDeclineMessage',
      'carriesExpiry',
      'verifiesContacts',
      'settlesCrossings',
      'killsPeer',
    ],
    async setUp() {
      const network = createMockNetwork();
      const other = network.join({ name: 'bob' });
      await other.open();
      const peer = peerOf(other, other);
      return {
        adapter: make(network.join({ name: 'ada' })),
        peer: { ...peer, kill: async () => network.crash('bob') },
        nowhere: { address: 'nobody' },
        malformed: { address: 'not an address' },
        stranger: { peerName: 'mallory' },
        tearDown() {
          peer.stop();
          network.crash('ada');
          network.crash('bob');
          return Promise.resolve();
        },
      };
    },
  };
}

const plan = planConformance(correct).map(({ conformanceCase }) => ({
  title: `${conformanceCase.table}: ${conformanceCase.name}`,
  conformanceCase,
}));

describe('every case', () => {
  it.each(plan)('passes for an adapter that keeps the contract: $title', ({ conformanceCase }) =>
    conformanceCase.run(correct),
  );

  it('has an adapter that breaks its rule', () => {
    const broken = new Set(faultyAdapters.map(({ breaks }) => breaks));
    expect(plan.map(({ title }) => title).filter((title) => !broken.has(title))).toEqual([]);
  });
});

describe('a faulty adapter', () => {
  it.each(faultyAdapters)('is caught by the case $breaks', async ({ breaks, make }) => {
    const conformanceCase = plan.find(({ title }) => title === breaks)?.conformanceCase;
    expect(conformanceCase).toBeDefined();
    await expect(conformanceCase?.run(faulty(make))).rejects.toThrow();
  });
});
