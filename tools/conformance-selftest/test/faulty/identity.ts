import { type FaultyAdapters, instead, withTable } from '../faulty-adapter.ts';

export const faultyIdentity: FaultyAdapters = [
  {
    breaks: 'contact() names the identity, the same each time',
    make: withTable('identity', () => {
      let count = 0;
      return { contact: () => Promise.resolve({ peerName: `somebody ${String(count++)}` }) };
    }),
  },
  {
    breaks:
      'endpoints() gives at least one address while open, exactly from adapters that report endpoints',
    make: withTable('identity', () => ({ endpoints: () => Promise.resolve([]) })),
  },
  {
    breaks:
      'endpoints() gives at least one address while open, exactly from adapters that report endpoints',
    over: 'sparse',
    make: withTable('identity', () => ({
      endpoints: () => Promise.resolve([{ address: 'somewhere' }]),
    })),
  },
  {
    breaks:
      'card() gives text, exactly where cards are made; elsewhere it rejects with NOT_SUPPORTED',
    make: withTable('identity', () => ({ card: () => Promise.resolve('') })),
  },
  {
    breaks:
      'card() gives text, exactly where cards are made; elsewhere it rejects with NOT_SUPPORTED',
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
    breaks: 'name() gives what setName() was given, up to the longest',
    make: withTable('identity', ({ setName }) => ({
      setName: (name) => setName(name.slice(0, 200)),
    })),
  },
  {
    breaks: 'the recipient of the next invitation sees the name that was set',
    make: withTable('identity', () => ({ setName: () => Promise.resolve() })),
  },
];
