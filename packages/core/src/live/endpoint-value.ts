import { defer, type Observable } from 'rxjs';
import { checkEndpoint } from '../checks.ts';
import type { FunctionTable, FunctionTables } from '../contract/adapter.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { tableOf } from '../table-of.ts';
import { reread } from './reread.ts';
import { watchedEndpoint, type WatchedEndpointInit } from './watched-endpoint.ts';

export interface EndpointValueInit<T, Table extends FunctionTable> extends Omit<
  WatchedEndpointInit,
  'runtime'
> {
  /** What the value is read from. */
  readonly table: Table;
  /** Reads the value, while the data of the endpoint is at hand. */
  readonly read: (functions: FunctionTables[Table]) => PromiseLike<T>;
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
export function endpointValue<T, Table extends FunctionTable>({
  table,
  read,
  absent,
  options,
  ...init
}: EndpointValueInit<T, Table>): Observable<T> {
  const { operation, adapter, endpoint } = init;
  checkEndpoint(operation, 'endpoint', endpoint);
  const triggers$ = watchedEndpoint({ ...init, runtime: new Runtime(options) });
  return defer(() => {
    const functions = tableOf(adapter, table, operation);
    return reread({
      operation,
      triggers$,
      read: () => read(functions),
      absent,
      isPresent: ({ isAtHand }) => isAtHand,
    });
  });
}
