import { isCollaborationError } from '@beckon/core';
import { checkContent, type VisibilityFunctions } from '@beckon/core/adapter';
import { scopeOf } from '../ffi/decode.ts';
import { encodeScope } from '../ffi/encode.ts';
import type { Out } from '../ffi/handles.ts';
import { written } from '../ffi/results.ts';
import { signIn } from '../sign-in.ts';
import type { CallsOf } from './operation-calls.ts';

export function visibilityFunctions(callsOf: CallsOf): VisibilityFunctions {
  return {
    async signIn(scope) {
      const { operation, running } = callsOf('visibility.signIn');
      checkContent.scope(operation, scope);
      return signIn(operation, running.library, scope);
    },

    async signOut(scope) {
      const calls = callsOf('visibility.signOut');
      checkContent.scope(calls.operation, scope);
      try {
        calls.run('PeerCollabSignout', encodeScope(scope));
      } catch (error) {
        if (!isCollaborationError(error, 'NOT_SIGNED_IN')) throw error;
      }
    },

    async scope() {
      const calls = callsOf('visibility.scope');
      const options: Out<number> = [0];
      try {
        calls.run('PeerCollabGetSigninOptions', options);
      } catch (error) {
        // When signed in nowhere, Windows reports this failure in place of empty flags.
        if (isCollaborationError(error, 'NOT_SIGNED_IN')) return 'none';
        throw error;
      }
      return scopeOf(written(calls.operation, options));
    },
  };
}
