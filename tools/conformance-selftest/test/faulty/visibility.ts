import { CollaborationError } from '@beckon/core';
import { type FaultyAdapters, withTable } from '../faulty-adapter.ts';

export const faultyVisibility: FaultyAdapters = [
  {
    breaks: 'signIn() adds a scope, and signOut() removes it',
    make: withTable('visibility', ({ signIn, signOut }) => ({
      async signIn(scope) {
        await signOut('all');
        return signIn(scope);
      },
    })),
  },
  {
    breaks: 'signIn() adds a scope, and signOut() removes it',
    make: withTable('visibility', ({ signOut }) => ({ signOut: () => signOut('all') })),
  },
  {
    breaks: 'signIn() says whether the adapter is connected',
    make: withTable('visibility', ({ signIn }) => ({
      async signIn(scope) {
        await signIn(scope);
        return {} as { isConnected: boolean };
      },
    })),
  },
  {
    breaks: 'signOut() when signed out does nothing',
    make: withTable('visibility', ({ scope, signOut }) => ({
      async signOut(where) {
        if ((await scope()) === 'none') throw new CollaborationError('NOT_SIGNED_IN', 'signed out');
        await signOut(where);
      },
    })),
  },
];
