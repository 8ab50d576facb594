import type { AppLaunchInfo, CollaborationError } from '@beckon/core';
import type { StreamResult } from './stream-result.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { type StreamOptions, useStream } from './use-stream.ts';

/**
 * What this process was launched with: `value` is `undefined` while `isWaiting`, and afterwards when no
 * invitation launched it. `error` has the code `NOT_SUPPORTED` when the adapter launches nothing.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useLaunchInfo<S = AppLaunchInfo | undefined>(
  options: StreamOptions<AppLaunchInfo | undefined, S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useStream(useCollaborationStore('useLaunchInfo').launchInfo, options);
}
