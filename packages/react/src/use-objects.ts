import type { CollaborationError, CollaborationObject, Endpoint } from '@beckon/core';
import { objects } from '@beckon/core/objects';
import { addressOf } from './address-of.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const OBJECTS: LiveStream<readonly CollaborationObject[], Endpoint> = {
  hook: 'useObjects',
  initial: [],
  keyOf: addressOf,
  open: (adapter, options, endpoint) => objects(adapter, endpoint, options),
};

/**
 * The objects that are published at an endpoint: core's `objects`, shared by all components under a provider
 * that show the same address. Each is the same object until it changes; `id` is a key. None while
 * `isWaiting`: until they are known, without an endpoint, and on a server. This side's own: `useOwnObjects`.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useObjects<S = readonly CollaborationObject[]>(
  endpoint: Endpoint | undefined,
  options: StreamOptions<readonly CollaborationObject[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(OBJECTS, endpoint, options);
}
