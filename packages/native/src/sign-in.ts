import type { Scope } from '@beckon/core';
import { explainUnavailable } from './availability.ts';
import { encodeScope } from './ffi/encode.ts';
import type { PeerLibrary } from './ffi/library.ts';
import { NO_CONNECTIVITY, succeeded } from './ffi/results.ts';

/** Signs in, off the JavaScript thread: signing in can take seconds, and show a dialog. */
export async function signIn(
  operation: string,
  { peer, kernel }: Pick<PeerLibrary, 'peer' | 'kernel'>,
  scope: Exclude<Scope, 'none'>,
): Promise<{ readonly isConnected: boolean }> {
  const result = await peer.PeerCollabSignin(null, encodeScope(scope));
  try {
    const success = succeeded(`${operation}: PeerCollabSignin`, result);
    return { isConnected: success !== NO_CONNECTIVITY };
  } catch (error) {
    throw explainUnavailable(error, kernel);
  }
}
