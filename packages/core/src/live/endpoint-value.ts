import type { Observable } from 'rxjs';
import { checkEndpoint } from '../checks.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { reread } from './reread.ts';
import { watchedEndpoint, type WatchedEndpointInit } from './watched-endpoint.ts';

export interface EndpointValueInit<T> extends Omit<WatchedEndpointInit, 'runtime'> {
  /** Reads the value, while the data of the endpoint is at hand. */
  readonly read: () => PromiseLike<T>;
  /** The value while the data is not to be had. */
  readonly absent: T;
  readonly options: RuntimeOptions;
}

/**
 * A value at an endpoint, and again after each change. The data of the endpoint is kept current while
 * subscribed. Completes when the adapter is closed.
 *
 * @throws TypeError for an endpoint of the wrong form.
 */
export function endpointValue<T>({
  read,
  absent,
  options,
  ...init
}: EndpointValueInit<T>): Observable<T> {
  checkEndpoint(init.operation, 'endpoint', init.endpoint);
  return reread({
    operation: init.operation,
    triggers$: watchedEndpoint({ ...init, runtime: new Runtime(options) }),
    read,
    absent,
    isPresent: ({ isAtHand }) => isAtHand,
  });
}
