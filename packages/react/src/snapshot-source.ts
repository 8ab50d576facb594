import { BehaviorSubject } from 'rxjs';

/** A value that changes and can be read at any time: what `useSnapshot` binds to React. */
export interface SnapshotSource<T> {
  /** The present value: the same object until it changes. */
  readonly getSnapshot: () => T;
  /** The value on a server, and while a page hydrates: always the same. */
  readonly getServerSnapshot: () => T;
  /** Calls `onChange` after each change, until what it returns is called. */
  readonly subscribe: (onChange: () => void) => () => void;
}

/** A {@link SnapshotSource} that is set from outside. */
export class SnapshotSubject<T> implements SnapshotSource<T> {
  readonly #initial: T;
  readonly #value$: BehaviorSubject<T>;

  constructor(initial: T) {
    this.#initial = initial;
    this.#value$ = new BehaviorSubject(initial);
  }

  readonly getSnapshot = (): T => this.#value$.value;

  readonly getServerSnapshot = (): T => this.#initial;

  readonly subscribe = (onChange: () => void): (() => void) => {
    const subscription = this.#value$.subscribe(onChange);
    return () => subscription.unsubscribe();
  };

  set(value: T): void {
    this.#value$.next(value);
  }
}
