/** Compares two selected values. */
export type Equality<S> = (a: S, b: S) => boolean;

/** What a component has selected from a snapshot: the same object while it is equal. */
export class Selection<T, S> {
  #last:
    { readonly snapshot: T; readonly select: (snapshot: T) => S; readonly value: S } | undefined;

  read(snapshot: T, select: (snapshot: T) => S, isEqual: Equality<S>): S {
    const last = this.#last;
    if (last?.snapshot === snapshot && last.select === select) return last.value;
    const selected = select(snapshot);
    const value = last !== undefined && isEqual(last.value, selected) ? last.value : selected;
    this.#last = { snapshot, select, value };
    return value;
  }
}
