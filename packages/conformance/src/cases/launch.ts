import assert from 'node:assert/strict';
import { casesOfTable } from '../cases-of-table.ts';

/** The launch information of this process. No invitation launches a test process. */
export const launchCases = casesOfTable('launch', {
  functions: {
    launchInfo: { call: (launch) => launch.launchInfo(), needsSignIn: false },
  },
  rules: [
    {
      name: 'launchInfo() gives undefined in a process that no invitation has launched',
      check: async (_context, launch) => assert.equal(await launch.launchInfo(), undefined),
    },
  ],
});
