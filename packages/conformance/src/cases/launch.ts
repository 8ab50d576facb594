import assert from 'node:assert/strict';
import { casesOfTable } from '../cases-of-table.ts';

/** What this process was launched with. No test process is launched by an invitation. */
export const launchCases = casesOfTable('launch', {
  functions: {
    launchInfo: { call: (launch) => launch.launchInfo(), needsSignIn: false },
  },
  rules: [
    {
      name: 'launchInfo() is undefined in a process that no invitation launched',
      check: async (_context, launch) => assert.equal(await launch.launchInfo(), undefined),
    },
  ],
});
