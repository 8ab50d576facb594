import { distinctUntilChanged, type OperatorFunction, pipe, scan } from 'rxjs';
import { isEqualData } from './equal-data.ts';

/**
 * Gives the same object again for an item that has not changed, and emits nothing when nothing in the list has
 * changed.
 *
 * @param keyOf - Names an item within its list.
 */
export function sameObjects<Item>(
  keyOf: (item: Item) => string,
): OperatorFunction<readonly Item[], readonly Item[]> {
  return pipe(
    scan((before: readonly Item[], list: readonly Item[]) => {
      const known = new Map(before.map((item) => [keyOf(item), item]));
      const shared = list.map((item) => {
        const same = known.get(keyOf(item));
        return same !== undefined && isEqualData(same, item) ? same : item;
      });
      return before !== NOTHING && isSameList(before, shared) ? before : shared;
    }, NOTHING),
    distinctUntilChanged(),
  );
}

/** Before the first list: an empty first list is emitted. */
const NOTHING: readonly never[] = Object.freeze([]);

function isSameList<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
