import { type FaultyAdapter, withMembers } from '../faulty-adapter.ts';

export const faultyIdentity: readonly FaultyAdapter[] = [
  {
    breaks: 'identity: contact() names the identity, the same each time',
    make: withMembers(({ identity }) => {
      let count = 0;
      return {
        identity: {
          contact: () => Promise.resolve({ peerName: `somebody ${String(count++)}` }),
          endpoints: () => identity?.endpoints() ?? Promise.resolve([]),
        },
      };
    }),
  },
  {
    breaks: 'identity: endpoints() gives at least one address while open',
    make: withMembers(({ identity }) => ({
      identity: {
        contact: () => identity?.contact() ?? Promise.resolve({ peerName: '' }),
        endpoints: () => Promise.resolve([]),
      },
    })),
  },
];
