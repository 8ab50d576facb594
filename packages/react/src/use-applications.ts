import type { Application, CollaborationError, Endpoint } from '@beckon/core';
import { applications } from '@beckon/core/applications';
import { addressOf } from './address-of.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useLive } from './use-live.ts';
import type { StreamOptions } from './use-stream.ts';

const APPLICATIONS: LiveStream<readonly Application[], Endpoint> = {
  hook: 'useApplications',
  initial: [],
  keyOf: addressOf,
  open: (adapter, options, endpoint) => applications(adapter, endpoint, options),
};

/**
 * The applications that can be run at an endpoint: core's `applications`, shared by all components under a provider
 * that show the same address. Each is the same object until it changes; `id` is a key. None while
 * `isWaiting`: until they are known, without an endpoint, and on a server. This side's own: `useOwnApplications`.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useApplications<S = readonly Application[]>(
  endpoint: Endpoint | undefined,
  options: StreamOptions<readonly Application[], S, CollaborationError> = {},
): StreamResult<S, CollaborationError> {
  return useLive(APPLICATIONS, endpoint, options);
}
