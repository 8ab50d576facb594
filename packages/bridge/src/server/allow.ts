import type { CollaborationAdapter, FunctionTable } from '@beckon/core';
import { declarationOf, TABLES } from './declaration.ts';

type FunctionName<Table extends FunctionTable> = {
  [Name in keyof NonNullable<CollaborationAdapter[Table]>]-?: NonNullable<
    CollaborationAdapter[Table]
  >[Name] extends (...args: never[]) => unknown
    ? Name & string
    : never;
}[keyof NonNullable<CollaborationAdapter[Table]>];

/** A function table, or one function of it: `'inbox'`, `'contacts.list'`. */
export type Allowed = {
  [Table in FunctionTable]: Table | `${Table}.${FunctionName<Table>}`;
}[FunctionTable];

/** Says what the other side may call. */
export class AllowList {
  readonly #allowed: ReadonlySet<string>;

  /** @throws TypeError when a name is not of the contract. */
  constructor(allow: readonly Allowed[]) {
    for (const name of allow) {
      const [table = '', member] = name.split('.');
      const isKnown =
        isTable(table) && (member === undefined || Object.hasOwn(declarationOf(table), member));
      if (!isKnown) throw new TypeError(`serveBridge: nothing is called ${name}; see allow.`);
    }
    this.#allowed = new Set(allow);
  }

  has(table: FunctionTable, member: string): boolean {
    return this.#allowed.has(table) || this.#allowed.has(`${table}.${member}`);
  }
}

/** Whether the contract has a table of this name. */
export function isTable(name: string): name is FunctionTable {
  return Object.hasOwn(TABLES, name);
}
