import type { CollaborationError, Scope } from '@beckon/core';
import { type SignedIn, signedIn } from '@beckon/core/visibility';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const SIGNED_IN: LiveStream<SignedIn | undefined, Exclude<Scope, 'none'>> = {
  hook: 'useSignedIn',
  initial: undefined,
  keyOf: (scope) => scope,
  open: (adapter, options, scope) => signedIn(adapter, scope, options),
};

/**
 * Makes this side visible in `scope` while a component that calls it is shown: core's `signedIn`. With the
 * last component it signs out of what it has added; who was signed in before stays so. A hidden
 * component does not count. `value` is `undefined` while `isWaiting`, without a scope, and on a server.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useSignedIn<S = SignedIn | undefined>(
  scope: Exclude<Scope, 'none'> | undefined,
  options: StreamOptions<SignedIn | undefined, S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(SIGNED_IN, scope, options);
}
