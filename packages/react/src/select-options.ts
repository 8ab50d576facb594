import type { Equality } from './selection.ts';

/** Takes what a component needs of a value, so that it renders again only when that changes. */
export interface SelectOptions<T, S> {
  /** Runs while rendering: pure, and quick. Default: the value itself. */
  readonly select?: (value: T) => S;
  /** Whether two selected values are the same to the component. Default: `Object.is`. */
  readonly isEqual?: Equality<S>;
}

/** The selector to use; without one, `S` is `T`. */
export function selectorOf<T, S>({ select }: SelectOptions<T, S>): (value: T) => S {
  return select ?? (identity as (value: T) => S);
}

function identity(value: unknown): unknown {
  return value;
}
