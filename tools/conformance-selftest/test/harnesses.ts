import { ALL_TRAITS, type ConformanceHarness, peerOf } from '@beckon/conformance';
import type { CollaborationAdapter, FunctionTable } from '@beckon/core';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';
import type { MakeFaulty } from './faulty-adapter.ts';
import { sparseAdapter } from './sparse-adapter.ts';

/** The kind of the correct adapter: it has everything, or as little as the contract allows. */
export type Kind = 'complete' | 'sparse';

const kinds = {
  complete: {
    tables: FUNCTION_TABLES,
    traits: ALL_TRAITS,
    adapter: (mock: MockAdapter): CollaborationAdapter => mock,
  },
  sparse: {
    tables: FUNCTION_TABLES.filter((table) => table !== 'inbox' && table !== 'channels'),
    traits: {
      carriesDeclineMessage: false,
      carriesExpiry: false,
      verifiesContacts: false,
      settlesCrossings: false,
      makesCards: false,
      signsInForIdentity: true,
      killsPeer: false,
      hasPeerAdapter: false,
      hasOtherPeer: false,
      seesPeerNearMe: false,
    },
    adapter: sparseAdapter,
  },
} as const satisfies Record<
  Kind,
  Pick<ConformanceHarness, 'tables' | 'traits'> & {
    readonly adapter: (mock: MockAdapter) => CollaborationAdapter;
  }
>;

/** A harness of an adapter that keeps the contract, altered by `make` when it is given. */
export function harnessOf(kind: Kind, make: MakeFaulty = (correct) => correct): ConformanceHarness {
  const { tables, traits, adapter } = kinds[kind];
  return {
    tables: tables as readonly FunctionTable[],
    traits,
    expiryMs: 100,
    async setUp() {
      const network = createMockNetwork();
      const peerAt = async (name: string) => {
        const other = network.join({ name });
        await other.open();
        return peerOf(other, other);
      };
      const newAdapter = (name: string) => adapter(network.join({ name }));
      const peer = await peerAt('bob');
      if (!traits.hasPeerAdapter) await peer.adapter.visibility?.signIn('all');
      const peers = [peer];
      return {
        adapter: make(newAdapter('ada')),
        peer: { ...peer, kill: async () => network.crash('bob') },
        nowhere: { address: 'nobody' },
        malformed: { address: 'not an address' },
        stranger: { peerName: 'mallory' },
        otherAdapter: async () => newAdapter('dave'),
        async otherPeer() {
          const other = await peerAt('eve');
          peers.push(other);
          return other;
        },
        async tearDown() {
          for (const { stop } of peers) stop();
          for (const name of ['ada', 'bob', 'dave', 'eve']) network.crash(name);
        },
      };
    },
  };
}
