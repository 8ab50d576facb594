import { defer, EMPTY, filter, finalize, merge, type Observable, Subject, takeUntil } from 'rxjs';
import { CAUGHT_UP, changeStream } from '../change-stream.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type {
  CollaborationEvent,
  CollaborationEventType,
} from '../contract/collaboration-events.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { reread } from './reread.ts';
import { tableOf } from '../table-of.ts';

export interface LiveValueInit<T> {
  /** The function that the app has called, for messages. */
  readonly operation: string;
  readonly adapter: CollaborationAdapter;
  /** The value may be another one after an event of one of these types. */
  readonly changedBy: readonly CollaborationEventType[];
  /** Whether an event concerns the value. Default: each one does. */
  readonly concerns?: (event: CollaborationEvent) => boolean;
  /** Emits when the value may have changed in another way. */
  readonly alsoChangedBy$?: Observable<unknown>;
  readonly read: () => PromiseLike<T>;
  /** The value while this side is signed out, if that makes a difference. */
  readonly absent: T;
  readonly options: RuntimeOptions;
}

/**
 * A value of this side: read once the event queue is open, so that no change falls between, and again after each
 * change. Unsubscribing closes the queue. Completes when the adapter is closed.
 */
export function liveValue<T>(init: LiveValueInit<T>): Observable<T> {
  const { operation, read, absent } = init;
  return reread({ operation, triggers$: triggersOf(init), read, absent });
}

function triggersOf(init: Omit<LiveValueInit<unknown>, 'read' | 'absent'>): Observable<unknown> {
  const {
    operation,
    adapter,
    changedBy,
    concerns = () => true,
    alsoChangedBy$ = EMPTY,
    options,
  } = init;
  const runtime = new Runtime(options);
  return defer(() => {
    const events = tableOf(adapter, 'events', operation);
    const filters = changedBy.map((type) => ({ type }));
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
