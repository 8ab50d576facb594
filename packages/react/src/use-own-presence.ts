import type { CollaborationError, Presence } from '@beckon/core';
import { ownPresence, setPresence } from '@beckon/core/presence';
import { useMemo } from 'react';
import { Command } from './command.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useAdapter } from './use-adapter.ts';
import { useLive } from './use-live.ts';
import { useSnapshot } from './use-snapshot.ts';
import type { StreamOptions } from './use-stream.ts';

const OWN_PRESENCE: LiveStream<Presence | undefined> = {
  hook: 'useOwnPresence',
  initial: undefined,
  open: ownPresence,
};

/** What {@link useOwnPresence} returns. */
export interface UseOwnPresenceResult<S> extends StreamResult<S, CollaborationError> {
  /** Sets the presence that others see. Does not throw; `value` follows. The same function always. */
  readonly setPresence: (presence: Presence) => void;
  /** Why the last `setPresence` of this component failed, until it is called again. */
  readonly setError: CollaborationError | undefined;
}

/**
 * This side's presence, and what sets it: core's `ownPresence`, shared by all components under a
 * provider. `value` is `undefined` while `isWaiting`, and on a server.
 *
 * `offline` while this side is signed out. `setPresence` fails then, with `NOT_SIGNED_IN` in `setError`.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useOwnPresence } from '@beckon/react';
 *
 * function Busy() {
 *   const { value: presence, setPresence } = useOwnPresence();
 *   const isBusy = presence?.status === 'busy';
 *   return (
 *     <button onClick={() => setPresence({ status: isBusy ? 'online' : 'busy' })}>
 *       {isBusy ? 'Be available' : 'Be busy'}
 *     </button>
 *   );
 * }
 * ```
 */
export function useOwnPresence<S = Presence | undefined>(
  options: StreamOptions<Presence | undefined, S, CollaborationError> = {},
): UseOwnPresenceResult<S> {
  const result = useLive(OWN_PRESENCE, null, options);
  const adapter = useAdapter();
  const set = useMemo(
    () => new Command('useOwnPresence', (presence: Presence) => setPresence(adapter, presence)),
    [adapter],
  );
  const setError = useSnapshot(set.error, (error) => error);
  return useMemo(() => ({ ...result, setPresence: set.run, setError }), [result, set, setError]);
}
