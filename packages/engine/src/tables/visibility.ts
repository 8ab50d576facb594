import { checkContent, type VisibilityFunctions } from '@beckon/core/adapter';
import type { Visibility } from '../near-me/visibility.ts';

/** Signing in makes this side visible. */
export function visibilityTable(
  use: (operation: string) => { readonly visibility: Visibility },
): VisibilityFunctions {
  return {
    signIn: async (scope) => {
      const { visibility } = use('visibility.signIn');
      checkContent.scope('visibility.signIn', scope);
      return { isConnected: await visibility.signIn('visibility.signIn', scope) };
    },
    signOut: async (scope) => {
      const { visibility } = use('visibility.signOut');
      checkContent.scope('visibility.signOut', scope);
      return visibility.signOut(scope);
    },
    scope: async () => use('visibility.scope').visibility.scope,
  };
}
