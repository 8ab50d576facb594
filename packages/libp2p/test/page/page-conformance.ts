import type { ConformanceHarness } from '@beckon/conformance';
import { conformanceBase } from '../conformance-base.ts';

/** What the suite needs to know of the adapter in a page: everything but people near me. */
export const pageConformance: ConformanceHarness & Pick<typeof conformanceBase, 'places'> = {
  tables: conformanceBase.tables.filter((table) => table !== 'peopleNearMe'),
  traits: { ...conformanceBase.traits, seesPeerNearMe: false },
  places: {
    ...conformanceBase.places,
    nowhere: { address: '/ip4/127.0.0.1/tcp/1/ws' },
  },
  // A first connection takes a dial to the relay, one through it, and the way of WebRTC.
  expiryMs: 4_000,
  timeLimitMs: 40_000,
  setUp: () => Promise.reject(new Error('The page has the sides.')),
};

/** The same where the other side is a process in Node. */
export const pageToNodeConformance: ConformanceHarness = {
  ...pageConformance,
  traits: { ...pageConformance.traits, hasPeerAdapter: false },
};
