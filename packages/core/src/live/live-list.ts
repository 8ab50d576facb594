import type { Observable } from 'rxjs';
import type { FunctionTable } from '../contract/adapter.ts';
import { liveValue, type LiveValueInit } from './live-value.ts';
import { sameObjects } from './same-objects.ts';

export interface LiveListInit<Item, Table extends FunctionTable> extends Omit<
  LiveValueInit<readonly Item[], Table>,
  'absent'
> {
  /** Names an item within the list. */
  readonly keyOf: (item: Item) => string;
}

/** A list of this side: whole first, and again at each change, with the same object for what has not changed. */
export function liveList<Item, Table extends FunctionTable>({
  keyOf,
  ...init
}: LiveListInit<Item, Table>): Observable<readonly Item[]> {
  return liveValue({ ...init, absent: [] }).pipe(sameObjects(keyOf));
}
