/** Compares two selected values. */
export type Equality<S> = (a: S, b: S) => boolean;

/** What a component has selected: the same object while it is equal. */
export class Selection<S> {
  #committed: { readonly value: S } | undefined;

  /** Sets what the component shows. */
  commit(value: S): void {
    this.#committed = { value };
  }

  /** Selects with what a render has given. It remembers by itself: React may discard that render. */
  reader<T>(select: (snapshot: T) => S, isEqual: Equality<S>): (snapshot: T) => S {
    let last: { readonly snapshot: T; readonly value: S } | undefined;
    return (snapshot) => {
      if (last !== undefined && last.snapshot === snapshot) return last.value;
      const selected = select(snapshot);
      const before = last ?? this.#committed;
      const value =
        before !== undefined && isEqual(before.value, selected) ? before.value : selected;
      last = { snapshot, value };
      return value;
    };
  }
}
