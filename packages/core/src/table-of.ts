import type { CollaborationAdapter, FunctionTable, FunctionTables } from './contract/adapter.ts';
import { CollaborationError } from './errors/collaboration-error.ts';

/**
 * A function table of the adapter.
 *
 * @param operation - The function that the app has called, for the message.
 * @throws CollaborationError `NOT_SUPPORTED` when the adapter does not have the table.
 */
export function tableOf<Table extends FunctionTable>(
  adapter: CollaborationAdapter,
  table: Table,
  operation: string,
): FunctionTables[Table] {
  const functions = (adapter as Partial<FunctionTables>)[table];
  if (functions !== undefined) return functions;
  throw new CollaborationError(
    'NOT_SUPPORTED',
    `${operation}: the ${adapter.name} adapter has no table ${table}.`,
  );
}
