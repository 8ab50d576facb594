import { FUNCTION_TABLES, type FunctionTable, type Operation } from '@beckon/core/adapter';
import { declarationOf } from './declaration.ts';

/** A function table, or one function of it: `'inbox'`, `'contacts.list'`. */
export type Allowed = FunctionTable | Operation;

/** The functions that the client may call. */
export class AllowList {
  readonly #allowed: ReadonlySet<string>;

  /**
   * @param operation - The function with the option `allow`, for messages.
   * @throws TypeError when the contract does not have a name.
   */
  constructor(operation: string, allow: readonly Allowed[]) {
    for (const name of allow) {
      const [table = '', member] = name.split('.');
      const isKnown =
        isTable(table) && (member === undefined || Object.hasOwn(declarationOf(table), member));
      if (!isKnown) {
        throw new TypeError(
          `${operation}: allow has ${JSON.stringify(name)}, which is neither a function table nor a function of one. Write it as 'inbox' or 'contacts.list'.`,
        );
      }
    }
    this.#allowed = new Set(allow);
  }

  has(table: FunctionTable, member: string): boolean {
    return this.#allowed.has(table) || this.#allowed.has(`${table}.${member}`);
  }
}

/** Whether the contract has a table of this name. */
export function isTable(name: string): name is FunctionTable {
  return (FUNCTION_TABLES as readonly string[]).includes(name);
}
