import assert from 'node:assert/strict';
import {
  type CollaborationErrorCode,
  type FunctionTable,
  isCollaborationError,
} from '@beckon/core';
import type { EventHandle, FunctionName, FunctionTables } from '@beckon/core/adapter';
import { assertRejects, rejectionOf } from './assert-rejects.ts';
import {
  type CaseContext,
  casesAbout,
  type CaseRule,
  type ConformanceCase,
} from './conformance-case.ts';
import { signedIn } from './signed-in.ts';

/** Calls one function of a table. */
export type TableCall<Table extends FunctionTable> = (
  functions: FunctionTables[Table],
  context: CaseContext,
) => PromiseLike<unknown>;

/** A rule about one table. Its check gets the functions of the table. */
export interface TableRule<Table extends FunctionTable> extends Omit<CaseRule, 'check'> {
  check(context: CaseContext, functions: FunctionTables[Table]): Promise<void>;
}

/** The parts of the common rules that differ from function to function. */
interface FunctionRules<Table extends FunctionTable> {
  /** A call with arguments of the right form. The call may reject. */
  readonly call: TableCall<Table>;
  /** `'forIdentity'`: as the trait `signsInForIdentity` says. */
  readonly needsSignIn: boolean | 'forIdentity';
  /** Calls that must reject with `INVALID_ARGUMENT`. The key says what is wrong. */
  readonly wrong?: Readonly<Record<string, TableCall<Table>>>;
  /** The call with an event. */
  readonly withEvent?: (
    functions: FunctionTables[Table],
    context: CaseContext,
    event: EventHandle,
  ) => PromiseLike<unknown>;
}

type ParametersOf<Table extends FunctionTable, Name extends FunctionName<Table>> = Parameters<
  Extract<FunctionTables[Table][Name], (...args: never[]) => unknown>
>;

type RulesFor<
  Parameters extends readonly unknown[],
  Table extends FunctionTable,
> = FunctionRules<Table> &
  (Parameters extends readonly [] ? unknown : Required<Pick<FunctionRules<Table>, 'wrong'>>) &
  (EventHandle extends Parameters[number]
    ? Required<Pick<FunctionRules<Table>, 'withEvent'>>
    : unknown);

/**
 * The cases about one table. A missing function, and a function without wrong arguments, does not
 * compile.
 */
export interface TableCases<Table extends FunctionTable> {
  readonly functions: {
    readonly [Name in FunctionName<Table>]: RulesFor<ParametersOf<Table, Name>, Table>;
  };
  readonly rules: readonly TableRule<Table>[];
}

/** All cases about one table: first the common rules for its functions, then its own rules. */
export function casesOfTable<Table extends FunctionTable>(
  table: Table,
  { functions, rules }: TableCases<Table>,
): readonly ConformanceCase[] {
  const entries: readonly [string, FunctionRules<Table>][] = Object.entries(functions);
  const all: readonly TableRule<Table>[] = [
    namingRule(table, entries),
    ...entries.flatMap(([name, rulesOfFunction]) => functionRules(table, name, rulesOfFunction)),
    ...rules,
  ];
  return casesAbout(
    table,
    all.map((rule) => ({
      ...rule,
      check: (context) => rule.check(context, functionsOf(context, table)),
    })),
  );
}

function functionsOf<Table extends FunctionTable>(
  { adapter }: CaseContext,
  table: Table,
): FunctionTables[Table] {
  const functions = (adapter as Partial<FunctionTables>)[table];
  assert(functions !== undefined, `adapter.${table} is missing`);
  return functions;
}

function namingRule<Table extends FunctionTable>(
  table: Table,
  entries: readonly [string, FunctionRules<Table>][],
): TableRule<Table> {
  return {
    name: 'the message of a rejection names the table and the function',
    startsClosed: true,
    async check(context, functions) {
      const assertNamed = async (
        name: string,
        call: TableCall<Table>,
        code: CollaborationErrorCode,
        when: string,
      ): Promise<void> => {
        const operation = `${table}.${name}`;
        const calling = (): PromiseLike<unknown> => call(functions, context);
        const message = await assertRejects(calling, code, `${operation}() ${when}`);
        assert(message.includes(operation), `"${message}" must name ${operation}`);
      };
      for (const [name, { call }] of entries) {
        await assertNamed(name, call, 'NOT_INITIALIZED', 'before open()');
      }
      await context.adapter.open();
      await signedIn(context);
      for (const [name, { wrong = {} }] of entries) {
        for (const [what, call] of Object.entries(wrong)) {
          await assertNamed(name, call, 'INVALID_ARGUMENT', `with ${what}`);
        }
      }
    },
  };
}

function functionRules<Table extends FunctionTable>(
  table: Table,
  name: string,
  { call, needsSignIn, wrong, withEvent }: FunctionRules<Table>,
): readonly TableRule<Table>[] {
  const operation = `${table}.${name}()`;
  return [
    {
      name: `${name}() rejects with NOT_INITIALIZED before open() and after close()`,
      startsClosed: true,
      async check(context, functions) {
        const { adapter } = context;
        const calling = (): PromiseLike<unknown> => call(functions, context);
        await assertRejects(calling, 'NOT_INITIALIZED', `${operation} before open()`);
        await adapter.open();
        await adapter.close();
        await assertRejects(calling, 'NOT_INITIALIZED', `${operation} after close()`);
      },
    },
    signInRule(operation, name, call, needsSignIn),
    ...(wrong === undefined ? [] : [wrongArgumentsRule(operation, name, wrong)]),
    ...(withEvent === undefined ? [] : eventRules(operation, name, withEvent)),
  ];
}

function signInRule<Table extends FunctionTable>(
  operation: string,
  name: string,
  call: TableCall<Table>,
  needsSignIn: boolean | 'forIdentity',
): TableRule<Table> {
  const title = {
    true: `${name}() rejects with NOT_SIGNED_IN when signed out`,
    false: `${name}() works when signed out`,
    forIdentity: `${name}() rejects with NOT_SIGNED_IN when signed out, if own card and name need signing in, and else works`,
  }[`${needsSignIn}`];
  return {
    name: title,
    with: ['visibility'],
    async check(context, functions) {
      await context.adapter.visibility?.signOut('all');
      const calling = async (): Promise<void> => release(await call(functions, context));
      const isNeeded =
        needsSignIn === 'forIdentity' ? context.traits.signsInForIdentity : needsSignIn;
      if (isNeeded) {
        await assertRejects(calling, 'NOT_SIGNED_IN', `${operation} when signed out`);
        return;
      }
      // The call may reject for another reason: its arguments need not name anything that exists.
      const reason = await rejectionOf(calling);
      assert(
        reason === undefined || isCollaborationError(reason),
        `${operation} must reject with a CollaborationError`,
      );
      assert(
        !isCollaborationError(reason, 'NOT_SIGNED_IN'),
        `${operation} must work when signed out`,
      );
    },
  };
}

function wrongArgumentsRule<Table extends FunctionTable>(
  operation: string,
  name: string,
  wrong: Readonly<Record<string, TableCall<Table>>>,
): TableRule<Table> {
  return {
    name: `${name}() rejects wrong arguments with INVALID_ARGUMENT`,
    async check(context, functions) {
      await signedIn(context);
      for (const [what, call] of Object.entries(wrong)) {
        await assertRejects(
          () => call(functions, context),
          'INVALID_ARGUMENT',
          `${operation} with ${what}`,
        );
      }
    },
  };
}

/**
 * The number of events that the adapter under test has when it gets an event of another adapter. An
 * adapter that knows events by their numbers only has an event with the same number then, and
 * accepts.
 */
const OWN_EVENTS = 16;

function eventRules<Table extends FunctionTable>(
  operation: string,
  name: string,
  withEvent: NonNullable<FunctionRules<Table>['withEvent']>,
): readonly TableRule<Table>[] {
  return [
    {
      name: `${name}() rejects a closed event with INVALID_ARGUMENT`,
      async check(context, functions) {
        const event = context.adapter.createEvent();
        event.close();
        await assertRejects(
          () => withEvent(functions, context, event),
          'INVALID_ARGUMENT',
          `${operation} with a closed event`,
        );
      },
    },
    {
      name: `${name}() rejects an event of another adapter of the same kind with INVALID_ARGUMENT`,
      async check(context, functions) {
        const { adapter, after } = context;
        const other = await context.otherAdapter();
        await other.open();
        after(() => other.close());
        const event = other.createEvent();
        after(() => event.close());
        for (let count = 0; count < OWN_EVENTS; count++) {
          const own = adapter.createEvent();
          after(() => own.close());
        }
        await assertRejects(
          () => withEvent(functions, context, event),
          'INVALID_ARGUMENT',
          `${operation} with an event of another adapter`,
        );
      },
    },
  ];
}

/** Closes the result of a call, if it is a handle or a queue. An invitation is cancelled before. */
async function release(result: unknown): Promise<void> {
  if (typeof result !== 'object' || result === null) return;
  const { cancel, close } = result as {
    cancel?: (reason: 'withdrawn') => PromiseLike<void>;
    close?: () => PromiseLike<void>;
  };
  await cancel?.call(result, 'withdrawn');
  await close?.call(result);
}
