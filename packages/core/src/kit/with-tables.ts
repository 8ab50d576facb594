import {
  type CollaborationAdapter,
  FUNCTION_TABLES,
  type FunctionTable,
  type FunctionTables,
} from '../contract/adapter.ts';

/** An adapter of type `Adapter` whose function tables are replaced, or added to, by `Tables`. */
export type WithTables<
  Adapter extends CollaborationAdapter,
  Tables extends Partial<FunctionTables>,
> = Omit<CollaborationAdapter, FunctionTable> &
  Omit<Pick<Adapter, FunctionTable & keyof Adapter>, keyof Tables> &
  Tables;

/**
 * An adapter with function tables added or replaced. Everything else belongs to `adapter`: to open or
 * close one of the two opens or closes both.
 *
 * Spreading does not do this: an adapter that is an instance of a class would lose `open` and `close`.
 *
 * @throws TypeError when `tables` has a member that is no function table.
 */
export function withTables<
  Adapter extends CollaborationAdapter,
  Tables extends Partial<FunctionTables>,
>(adapter: Adapter, tables: Tables): WithTables<Adapter, Tables> {
  const names: readonly string[] = FUNCTION_TABLES;
  for (const name of Object.keys(tables)) {
    if (!names.includes(name)) throw new TypeError(`withTables: there is no table ${name}.`);
  }
  const merged: Partial<FunctionTables> = { ...tablesOf(adapter), ...tables };
  return {
    name: adapter.name,
    open: () => adapter.open(),
    close: () => adapter.close(),
    createEvent: () => adapter.createEvent(),
    ...merged,
  } as unknown as WithTables<Adapter, Tables>;
}

function tablesOf(adapter: CollaborationAdapter): Partial<FunctionTables> {
  return Object.fromEntries(
    FUNCTION_TABLES.flatMap((table) =>
      adapter[table] === undefined ? [] : [[table, adapter[table]]],
    ),
  );
}
