import { checkContent, type Lifecycle, type VisibilityFunctions } from '@beckon/core/adapter';
import type { Running } from './running.ts';

export function visibilityFunctions(adapter: Lifecycle<Running>): VisibilityFunctions {
  return {
    async signIn(scope) {
      const running = adapter.use('visibility.signIn');
      checkContent.scope('visibility.signIn', scope);
      running.signIn(scope);
      return { isConnected: true };
    },
    async signOut(scope) {
      const running = adapter.use('visibility.signOut');
      checkContent.scope('visibility.signOut', scope);
      running.signOut(scope);
    },
    async scope() {
      return adapter.use('visibility.scope').scope;
    },
  };
}
