import {
  type CollaborationAdapter,
  FUNCTION_TABLES,
  type FunctionTable,
} from '@beckon/core/adapter';
import type {
  HandleDescription,
  HostDescription,
  MemberDescription,
} from '../protocol/messages.ts';
import type { AllowList } from './allow.ts';
import {
  declarationOf,
  type FunctionDeclaration,
  handleFunctions,
  type HandleName,
} from './declaration.ts';

/** The tables that every adapter has. */
type RequiredTable = {
  [Table in FunctionTable]: undefined extends CollaborationAdapter[Table] ? never : Table;
}[FunctionTable];

const REQUIRED_TABLES: Readonly<Record<string, true>> = {
  invitations: true,
  identity: true,
} satisfies Record<RequiredTable, true>;

/**
 * Describes the functions that a client can call; a client knows no table by name. A table without an
 * allowed function is left out, unless every adapter has the table.
 */
export function describeTables(
  adapter: CollaborationAdapter,
  allow: AllowList,
): HostDescription['tables'] {
  return Object.fromEntries(
    FUNCTION_TABLES.flatMap((table) => {
      const functions = adapter[table] as Readonly<Record<string, unknown>> | undefined;
      const members = Object.entries(declarationOf(table));
      const isOffered =
        Object.hasOwn(REQUIRED_TABLES, table) ||
        members.some(([member]) => allow.has(table, member));
      if (functions === undefined || !isOffered) return [];
      const described = members.map(([member, declaration]): [string, MemberDescription] => [
        member,
        declaration === 'constant'
          ? { constant: functions[member] }
          : describeFunction(declaration),
      ]);
      return [[table, Object.fromEntries(described)]];
    }),
  );
}

function describeFunction({ event, handle }: FunctionDeclaration): MemberDescription {
  return {
    ...(event === undefined ? {} : { event }),
    ...(handle === undefined ? {} : { handle: describeHandle(handle) }),
  };
}

function describeHandle(name: HandleName): HandleDescription {
  return {
    name,
    functions: Object.fromEntries(
      Object.entries(handleFunctions(name)).map(([member, declaration]) => [
        member,
        declaration === 'ask' ? 'ask' : 'release',
      ]),
    ),
  };
}
