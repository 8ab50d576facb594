import assert from 'node:assert/strict';
import type { Scope } from '@beckon/core';
import { casesOfTable } from '../cases-of-table.ts';
import { callsWith, wrongWords } from '../wrong-arguments.ts';

type Signable = Exclude<Scope, 'none'>;

const wrongScopes = {
  ...wrongWords<Signable>('scope'),
  'the scope none': 'none' as Signable,
};

/** Signing in and out. Each case begins and ends signed out. */
export const visibilityCases = casesOfTable('visibility', {
  functions: {
    signIn: {
      async call(visibility, { after }) {
        await visibility.signIn('all');
        after(() => visibility.signOut('all'));
      },
      needsSignIn: false,
      wrong: callsWith(wrongScopes, (scope) => (visibility) => visibility.signIn(scope)),
    },
    signOut: {
      call: (visibility) => visibility.signOut('all'),
      needsSignIn: false,
      wrong: callsWith(wrongScopes, (scope) => (visibility) => visibility.signOut(scope)),
    },
    scope: { call: (visibility) => visibility.scope(), needsSignIn: false },
  },
  rules: [
    {
      name: 'signIn() adds a scope, and signOut() removes it',
      async check({ after }, visibility) {
        after(() => visibility.signOut('all'));
        await visibility.signOut('all');
        assert.equal(await visibility.scope(), 'none');
        await visibility.signIn('nearMe');
        assert.equal(await visibility.scope(), 'nearMe');
        await visibility.signIn('internet');
        assert.equal(await visibility.scope(), 'all');
        await visibility.signOut('nearMe');
        assert.equal(await visibility.scope(), 'internet');
        await visibility.signOut('all');
        assert.equal(await visibility.scope(), 'none');
      },
    },
    {
      name: 'signIn() says whether the adapter is connected',
      async check({ after }, visibility) {
        after(() => visibility.signOut('all'));
        assert.equal(typeof (await visibility.signIn('all')).isConnected, 'boolean');
      },
    },
    {
      name: 'signOut() when signed out does nothing',
      async check(_context, visibility) {
        await visibility.signOut('all');
        await visibility.signOut('nearMe');
        assert.equal(await visibility.scope(), 'none');
      },
    },
  ],
});
