import { type AppLaunchInfo, type CollaborationError, launchInfo } from '@beckon/core';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const LAUNCH_INFO: LiveStream<AppLaunchInfo | undefined> = {
  hook: 'useLaunchInfo',
  initial: undefined,
  open: launchInfo,
};

/**
 * What this process was launched with: `value` is `undefined` while `isWaiting`, and afterwards when no
 * invitation launched it. `error` has the code `NOT_SUPPORTED` when the adapter launches nothing.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useLaunchInfo<S = AppLaunchInfo | undefined>(
  options: StreamOptions<AppLaunchInfo | undefined, S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(LAUNCH_INFO, null, options);
}
