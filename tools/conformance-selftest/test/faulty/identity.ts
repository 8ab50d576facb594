import { type FaultyAdapters, instead, withTable } from '../faulty-adapter.ts';

export const faultyIdentity: FaultyAdapters = [
  {
    breaks: 'contact() gives the same peerName each time',
    make: withTable('identity', () => {
      let count = 0;
      return { contact: () => Promise.resolve({ peerName: `somebody ${String(count++)}` }) };
    }),
  },
  {
    breaks: 'endpoints() gives at least one address if reportsEndpoints is true, and else none',
    make: withTable('identity', () => ({ endpoints: () => Promise.resolve([]) })),
  },
  {
    breaks: 'endpoints() gives at least one address if reportsEndpoints is true, and else none',
    over: 'sparse',
    make: withTable('identity', () => ({
      endpoints: () => Promise.resolve([{ address: 'somewhere' }]),
    })),
  },
  {
    breaks: 'card() gives text if the adapter makes cards, and else rejects with NOT_SUPPORTED',
    make: withTable('identity', () => ({ card: () => Promise.resolve('') })),
  },
  {
    breaks: 'card() gives text if the adapter makes cards, and else rejects with NOT_SUPPORTED',
    over: 'sparse',
    make: withTable('identity', ({ card }) => ({
      card: () => instead(card, 'NOT_SUPPORTED', () => 'a card'),
    })),
  },
  {
    breaks: 'name() gives a name before one is set',
    make: withTable('identity', () => ({ name: () => Promise.resolve('') })),
  },
  {
    breaks: 'name() gives the name of setName(), up to the longest',
    make: withTable('identity', ({ setName }) => ({
      setName: (name) => setName(name.slice(0, 200)),
    })),
  },
  {
    breaks: 'the recipient of the next invitation sees the name of setName()',
    make: withTable('identity', () => ({ setName: () => Promise.resolve() })),
  },
];
