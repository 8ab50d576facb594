import {
  audit,
  finalize,
  identity,
  materialize,
  merge,
  NEVER,
  type Observable,
  type ObservableNotification,
  repeat,
  scan,
  share,
  startWith,
  Subject,
  tap,
} from 'rxjs';
import { Lifetime } from './lifetime.ts';
import type { SnapshotSource } from './snapshot-source.ts';
import { type StreamResult, streamResult } from './stream-result.ts';

export interface StreamSourceOptions {
  /** Begins anew what has ended, as `restart()` does. */
  readonly again$?: Observable<unknown>;
  /** Changes are told when it has emitted, the last one only. Default: each change, at once. */
  readonly frame$?: Observable<unknown>;
}

/**
 * A stream as a snapshot. All subscribers share one subscription to it, which ends a microtask after
 * the last has left, or with its lifetime: effects that React runs twice do not subscribe twice. Then
 * it waits anew.
 */
export class StreamSource<T, E extends Error = Error> implements SnapshotSource<
  StreamResult<T, E>
> {
  /** While somebody holds it, what was subscribed stays so, also without a subscriber. */
  readonly lifetime = new Lifetime(() => this.#lifetimeEnd$.next());
  readonly #lifetimeEnd$ = new Subject<void>();
  readonly #toError: (thrown: unknown) => E;
  readonly #initial: StreamResult<T, E>;
  readonly #snapshot$: Observable<StreamResult<T, E>>;
  #snapshot: StreamResult<T, E>;

  constructor(
    stream$: Observable<T>,
    initial: T,
    toError: (thrown: unknown) => E,
    { again$ = NEVER, frame$ }: StreamSourceOptions = {},
  ) {
    const restart$ = new Subject<void>();
    this.#toError = toError;
    this.#initial = streamResult<T, E>({
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
      repeat({ delay: () => merge(restart$, again$) }),
      tap((snapshot) => {
        this.#snapshot = snapshot;
      }),
      frame$ === undefined ? identity : audit(() => frame$),
      finalize(() => {
        this.#snapshot = this.#initial;
      }),
      share({
        resetOnRefCountZero: () => (this.lifetime.isHeld ? this.#lifetimeEnd$ : Promise.resolve()),
      }),
    );
  }

  readonly getSnapshot = (): StreamResult<T, E> => this.#snapshot;

  readonly getServerSnapshot = (): StreamResult<T, E> => this.#initial;

  readonly subscribe = (onChange: () => void): (() => void) => {
    const subscription = this.#snapshot$.subscribe(onChange);
    return () => subscription.unsubscribe();
  };

  #next(last: StreamResult<T, E>, notification: ObservableNotification<T>): StreamResult<T, E> {
    switch (notification.kind) {
      case 'N':
        return streamResult({ ...last, state: 'active', value: notification.value });
      case 'C':
        return streamResult({ ...last, state: 'complete' });
      case 'E':
        return streamResult({ ...last, state: 'error', error: this.#toError(notification.error) });
    }
  }
}
