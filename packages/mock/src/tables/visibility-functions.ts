import { checkContent, type VisibilityFunctions } from '@beckon/core/adapter';
import type { TableCalls } from '../replies/table-calls.ts';

export function visibilityFunctions(table: TableCalls): VisibilityFunctions {
  return {
    signIn: (scope) =>
      table.act('visibility.signIn', ({ directory }) => {
        checkContent.scope('visibility.signIn', scope);
        directory.visibility.signIn(scope);
        return { isConnected: true };
      }),
    signOut: (scope) =>
      table.act('visibility.signOut', ({ directory }) => {
        checkContent.scope('visibility.signOut', scope);
        directory.visibility.signOut(scope);
      }),
    scope: () => table.act('visibility.scope', ({ directory }) => directory.visibility.scope),
  };
}
