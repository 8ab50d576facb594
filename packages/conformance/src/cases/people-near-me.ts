import assert from 'node:assert/strict';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { signedIn } from '../signed-in.ts';

/** The people near this side. A case with people needs a second side on the same subnet. */
export const peopleNearMeCases = casesOfTable('peopleNearMe', {
  functions: {
    list: { call: (peopleNearMe) => peopleNearMe.list(), needsSignIn: true },
  },
  rules: [
    {
      name: 'list() gives a list when signed in near me',
      async check(context, peopleNearMe) {
        await signedIn(context, 'nearMe');
        assert(Array.isArray(await peopleNearMe.list()));
      },
    },
    {
      name: 'list() rejects with NOT_SIGNED_IN when signed in to the internet scope only',
      with: ['visibility'],
      async check(context, peopleNearMe) {
        await signedIn(context, 'internet');
        await assertRejects(
          () => peopleNearMe.list(),
          'NOT_SIGNED_IN',
          'peopleNearMe.list() when signed in for contacts only',
        );
      },
    },
  ],
});
