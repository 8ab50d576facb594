import { checkContent, type VisibilityFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** Signing in and out. Signing in makes this side visible. */
export function visibilityTable(use: (operation: string) => Running): VisibilityFunctions {
  return {
    signIn: async (scope) => {
      const { visibility } = use('visibility.signIn').engine.directory;
      checkContent.scope('visibility.signIn', scope);
      return { isConnected: await visibility.signIn('visibility.signIn', scope) };
    },
    signOut: async (scope) => {
      const { visibility } = use('visibility.signOut').engine.directory;
      checkContent.scope('visibility.signOut', scope);
      return visibility.signOut(scope);
    },
    scope: async () => use('visibility.scope').engine.directory.visibility.scope,
  };
}
