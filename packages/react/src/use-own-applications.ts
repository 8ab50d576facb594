import type { Application, CollaborationError } from '@beckon/core';
import { ownApplications } from '@beckon/core/applications';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const OWN_APPLICATIONS: LiveStream<readonly Application[]> = {
  hook: 'useOwnApplications',
  initial: [],
  open: ownApplications,
};

/**
 * The applications that can be run here: core's `ownApplications`, shared by all components under a
 * provider. Each is the same object until it changes; `id` is a key. On a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useOwnApplications<S = readonly Application[]>(
  options: StreamOptions<readonly Application[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(OWN_APPLICATIONS, null, options);
}
