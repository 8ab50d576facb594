import { defer, EMPTY, filter, finalize, merge, type Observable, Subject, takeUntil } from 'rxjs';
import { CAUGHT_UP, changeStream } from '../change-stream.ts';
import type { CollaborationAdapter, FunctionTable, FunctionTables } from '../contract/adapter.ts';
import type {
  CollaborationEvent,
  CollaborationEventType,
} from '../contract/collaboration-events.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { reread } from './reread.ts';
import { tableOf } from '../table-of.ts';

export interface LiveValueInit<T, Table extends FunctionTable> {
  /** The function that the app has called, for messages. */
  readonly operation: string;
  readonly adapter: CollaborationAdapter;
  /** The value may be another one after an event of one of these types. */
  readonly changedBy: readonly CollaborationEventType[];
  /** Whether an event concerns the value. Default: each one does. */
  readonly concerns?: (event: CollaborationEvent) => boolean;
  /** Emits when the value may have changed in another way. */
  readonly alsoChangedBy$?: Observable<unknown>;
  /** What the value is read from. */
  readonly table: Table;
  readonly read: (functions: FunctionTables[Table]) => PromiseLike<T>;
  /** The value while this side is signed out, if that makes a difference. */
  readonly absent: T;
  readonly options: RuntimeOptions;
}

/**
 * A value of this side: read once the event queue is open, so that no change falls between, and again after each
 * change. Unsubscribing closes the queue. Completes when the adapter is closed.
 */
export function liveValue<T, Table extends FunctionTable>(
  init: LiveValueInit<T, Table>,
): Observable<T> {
  const { operation, adapter, table, read, absent } = init;
  return defer(() => {
    const functions = tableOf(adapter, table, operation);
    return reread({
      operation,
      triggers$: triggersOf(init),
      read: () => read(functions),
      absent,
    });
  });
}

function triggersOf(
  init: Pick<
    LiveValueInit<unknown, FunctionTable>,
    'operation' | 'adapter' | 'changedBy' | 'concerns' | 'alsoChangedBy$' | 'options'
  >,
): Observable<unknown> {
  const {
    operation,
    adapter,
    changedBy,
    concerns = () => true,
    alsoChangedBy$ = EMPTY,
    options,
  } = init;
  const runtime = new Runtime(options);
  const events = tableOf(adapter, 'events', operation);
  const filters = changedBy.map((type) => ({ type }));
  return defer(() => {
    const changes$ = changeStream(
      adapter,
      operation,
      (event) => events.changes(filters, event),
      runtime,
    );
    const ended$ = new Subject<void>();
    return merge(
      alsoChangedBy$.pipe(takeUntil(ended$)),
      changes$.pipe(
        filter((change) => change === CAUGHT_UP || concerns(change)),
        finalize(() => ended$.next()),
      ),
    );
  });
}
