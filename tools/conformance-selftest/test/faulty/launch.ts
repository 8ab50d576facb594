import { createGuid } from '@beckon/core';
import { type FaultyAdapters, withTable } from '../faulty-adapter.ts';

export const faultyLaunch: FaultyAdapters = [
  {
    breaks: 'launchInfo() gives undefined in a process that no invitation has launched',
    make: withTable('launch', () => ({
      launchInfo: async () => ({
        endpoint: { address: 'bob' },
        invitation: { applicationId: createGuid() },
      }),
    })),
  },
];
