import { isCollaborationError, type Scope, type SessionFunctions } from '@beckon/core';
import { explainUnavailable } from '../availability.ts';
import { encodeScope } from '../ffi/encode.ts';
import { scopeOf } from '../ffi/decode.ts';
import type { Out } from '../ffi/handles.ts';
import type { PeerLibrary } from '../ffi/library.ts';
import { NO_CONNECTIVITY, succeeded, written } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function sessionFunctions(current: CurrentSession): SessionFunctions {
  return {
    signIn: async (scope) => signIn(current('PeerCollabSignin').library, scope),

    async signOut(scope) {
      const { peer } = current('PeerCollabSignout').library;
      succeeded('PeerCollabSignout', peer.PeerCollabSignout(encodeScope(scope)));
    },

    async scope() {
      const { peer } = current('PeerCollabGetSigninOptions').library;
      const options: Out<number> = [0];
      try {
        const result = peer.PeerCollabGetSigninOptions(options);
        succeeded('PeerCollabGetSigninOptions', result);
      } catch (error) {
        // Signed in nowhere is reported as this failure, not as no flags.
        if (isCollaborationError(error, 'NOT_SIGNED_IN')) return 'none';
        throw error;
      }
      return scopeOf(written('PeerCollabGetSigninOptions', options));
    },
  };
}

/** Signs in, off the JavaScript thread: it can take seconds, and show a dialog. */
export async function signIn(
  { peer, kernel }: Pick<PeerLibrary, 'peer' | 'kernel'>,
  scope: Exclude<Scope, 'none'>,
): Promise<{ readonly isConnected: boolean }> {
  const result = await peer.PeerCollabSignin(null, encodeScope(scope));
  try {
    return { isConnected: succeeded('PeerCollabSignin', result) !== NO_CONNECTIVITY };
  } catch (error) {
    throw explainUnavailable(error, kernel);
  }
}
