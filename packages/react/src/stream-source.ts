import {
  concatWith,
  finalize,
  materialize,
  NEVER,
  type Observable,
  type ObservableNotification,
  share,
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
  readonly #changes$: Observable<unknown>;
  #snapshot: StreamResult<T>;

  /** @param operation - Names the stream in errors. */
  constructor(operation: string, stream$: Observable<T>, initial: T) {
    this.#operation = operation;
    this.#initial = streamResult('waiting', initial);
    this.#snapshot = this.#initial;
    this.#changes$ = stream$.pipe(
      materialize(),
      tap((notification) => {
        this.#snapshot = this.#next(notification);
      }),
      // What has ended keeps its result, too, until the last subscriber has left.
      concatWith(NEVER),
      finalize(() => {
        this.#snapshot = this.#initial;
      }),
      share({ resetOnRefCountZero: () => Promise.resolve() }),
    );
  }

  readonly getSnapshot = (): StreamResult<T> => this.#snapshot;

  readonly getServerSnapshot = (): StreamResult<T> => this.#initial;

  readonly subscribe = (onChange: () => void): (() => void) => {
    const subscription = this.#changes$.subscribe(onChange);
    return () => subscription.unsubscribe();
  };

  #next(notification: ObservableNotification<T>): StreamResult<T> {
    const { value } = this.#snapshot;
    switch (notification.kind) {
      case 'N':
        return streamResult('active', notification.value);
      case 'C':
        return streamResult('complete', value);
      case 'E':
        return streamResult('error', value, asError(this.#operation, notification.error));
    }
  }
}
