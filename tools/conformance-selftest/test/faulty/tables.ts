import { FUNCTION_TABLES } from '@beckon/conformance';
import type { FunctionTable } from '@beckon/core';
import { type FaultyAdapter, withMembers } from '../faulty-adapter.ts';

/** For each table, an adapter that lacks it when it should be there, or has it when it should not. */
export const faultyTables = (tables: readonly FunctionTable[]): readonly FaultyAdapter[] =>
  FUNCTION_TABLES.map((table) => {
    const isExpected = tables.includes(table);
    return {
      breaks: `${table}: the adapter ${isExpected ? 'has' : 'does not have'} it`,
      make: withMembers(() => ({ [table]: isExpected ? undefined : {} })),
    };
  });
