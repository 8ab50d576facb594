import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Equality, Selection } from './selection.ts';
import type { SnapshotSource } from './snapshot-source.ts';

/**
 * Binds a source to React, in the only place that does: renders again when what `select` makes of the
 * snapshot is no longer equal.
 */
export function useSnapshot<T, S>(
  source: SnapshotSource<T>,
  select: (snapshot: T) => S,
  isEqual: Equality<S> = Object.is,
): S {
  const [selection] = useState(() => new Selection<S>());
  const read = useMemo(() => selection.reader(select, isEqual), [selection, select, isEqual]);
  const value = useSyncExternalStore(
    source.subscribe,
    () => read(source.getSnapshot()),
    () => read(source.getServerSnapshot()),
  );
  useEffect(() => selection.commit(value), [selection, value]);
  return value;
}
