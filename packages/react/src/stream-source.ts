import {
  finalize,
  materialize,
  type Observable,
  type ObservableNotification,
  repeat,
  scan,
  share,
  startWith,
  Subject,
  tap,
} from 'rxjs';
import { asError } from './as-error.ts';
import type { SnapshotSource } from './snapshot-source.ts';
import { type StreamResult, streamResult } from './stream-result.ts';

/**
 * A stream as a snapshot. All subscribers share one subscription to it, which ends a microtask after
 * the last has left: effects that React runs twice do not subscribe twice. Then it waits anew.
 */
export class StreamSource<T> implements SnapshotSource<StreamResult<T>> {
  readonly #operation: string;
  readonly #initial: StreamResult<T>;
  readonly #snapshot$: Observable<StreamResult<T>>;
  #snapshot: StreamResult<T>;

  /** @param operation - Names the stream in errors. */
  constructor(operation: string, stream$: Observable<T>, initial: T) {
    const restart$ = new Subject<void>();
    this.#operation = operation;
    this.#initial = streamResult({
      state: 'waiting',
      value: initial,
      error: undefined,
      restart: () => restart$.next(),
    });
    this.#snapshot = this.#initial;
    this.#snapshot$ = stream$.pipe(
      materialize(),
      scan((last, notification) => this.#next(last, notification), this.#initial),
      startWith(this.#initial),
      // What has ended keeps its result until it is restarted, or the last subscriber has left.
      repeat({ delay: () => restart$ }),
      tap((snapshot) => {
        this.#snapshot = snapshot;
      }),
      finalize(() => {
        this.#snapshot = this.#initial;
      }),
      share({ resetOnRefCountZero: () => Promise.resolve() }),
    );
  }

  readonly getSnapshot = (): StreamResult<T> => this.#snapshot;

  readonly getServerSnapshot = (): StreamResult<T> => this.#initial;

  readonly subscribe = (onChange: () => void): (() => void) => {
    const subscription = this.#snapshot$.subscribe(onChange);
    return () => subscription.unsubscribe();
  };

  #next(last: StreamResult<T>, notification: ObservableNotification<T>): StreamResult<T> {
    switch (notification.kind) {
      case 'N':
        return streamResult({ ...last, state: 'active', value: notification.value });
      case 'C':
        return streamResult({ ...last, state: 'complete' });
      case 'E': {
        const error = asError(this.#operation, notification.error);
        return streamResult({ ...last, state: 'error', error });
      }
    }
  }
}
