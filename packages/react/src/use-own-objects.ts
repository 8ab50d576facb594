import type { CollaborationError, CollaborationObject } from '@beckon/core';
import { ownObjects } from '@beckon/core/objects';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const OWN_OBJECTS: LiveStream<readonly CollaborationObject[]> = {
  hook: 'useOwnObjects',
  initial: [],
  open: ownObjects,
};

/**
 * The objects that this side has published: core's `ownObjects`, shared by all components under a
 * provider. Each is the same object until it changes; `id` is a key. On a server: none.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useOwnObjects<S = readonly CollaborationObject[]>(
  options: StreamOptions<readonly CollaborationObject[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(OWN_OBJECTS, null, options);
}
