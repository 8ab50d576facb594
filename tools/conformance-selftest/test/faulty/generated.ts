import {
  type CollaborationAdapter,
  CollaborationError,
  type CollaborationErrorCode,
  type FunctionTable,
  isCollaborationError,
} from '@beckon/core';
import type { ConformanceCase } from '@beckon/conformance';
import {
  type FaultyAdapter,
  instead,
  type MakeFaulty,
  tableOf,
  withFunction,
  withMembers,
  withTable,
} from '../faulty-adapter.ts';

/** Makes the faulty adapters for a case that exists for every table, or for every function. */
type Generator = (table: FunctionTable, name: string) => readonly Omit<FaultyAdapter, 'breaks'>[];

/** The function succeeds where it must reject with `code`. */
const succeedingInstead =
  (code: CollaborationErrorCode): Generator =>
  (table, name) => [
    { make: withFunction(table, name, (call) => instead(call, code, () => undefined)) },
  ];

const succeedingWhenSignedOut = succeedingInstead('NOT_SIGNED_IN');

const failingWhenSignedOut: Generator = (table, name) => [
  {
    make: withFunction(table, name, async (call, adapter) => {
      if ((await tableOf(adapter, 'visibility').scope()) !== 'none') return call();
      throw new CollaborationError('NOT_SIGNED_IN', `${table}.${name}: sign in first.`);
    }),
  },
];

/** The tables without any function that has a parameter. */
const WITHOUT_ARGUMENTS: readonly FunctionTable[] = ['peopleNearMe', 'launch'];

const generators: readonly (readonly [RegExp, Generator])[] = [
  [
    /^the adapter has the table$/,
    (table) => [{ make: withMembers(() => ({ [table]: undefined })) }],
  ],
  [
    /^the adapter does not have the table$/,
    (table) => [{ make: withMembers(() => ({ [table]: {} })) }],
  ],
  [
    /^the message of a rejection names the table and the function$/,
    (table) => [
      { make: withoutNames(table, 'NOT_INITIALIZED') },
      ...(WITHOUT_ARGUMENTS.includes(table)
        ? []
        : [{ make: withoutNames(table, 'INVALID_ARGUMENT') }]),
    ],
  ],
  [
    /^(\w+)\(\) rejects with NOT_INITIALIZED before open\(\) and after close\(\)$/,
    (table, name) => [
      { make: succeedingWhenNotOpen(table, name, 'before open()') },
      { make: succeedingWhenNotOpen(table, name, 'after close()') },
    ],
  ],
  [/^(\w+)\(\) rejects with NOT_SIGNED_IN when signed out$/, succeedingWhenSignedOut],
  [/^(\w+)\(\) works when signed out$/, failingWhenSignedOut],
  [
    /^(\w+)\(\) rejects with NOT_SIGNED_IN when signed out, if own card/,
    (table, name) => [
      ...failingWhenSignedOut(table, name),
      ...succeedingWhenSignedOut(table, name).map(({ make }): Omit<FaultyAdapter, 'breaks'> => ({
        make,
        over: 'sparse',
      })),
    ],
  ],
  [/^(\w+)\(\) rejects a closed event/, succeedingInstead('INVALID_ARGUMENT')],
  [/^(\w+)\(\) rejects an event of another adapter/, succeedingInstead('INVALID_ARGUMENT')],
];

/**
 * The faulty adapters for a case that follows from the functions of its table. Wrong arguments have
 * a test of their own.
 */
export function generatedFor({ table, name }: ConformanceCase): readonly FaultyAdapter[] {
  if (table === 'adapter') return [];
  return generators.flatMap(([title, generate]) => {
    const match = title.exec(name);
    if (match === null) return [];
    return generate(table, match[1] ?? '').map((faulty) => ({ breaks: name, ...faulty }));
  });
}

/**
 * Accepts the wrong arguments of the refused call with this number, counted from 0, and refuses all
 * others.
 */
export function acceptingWrongArguments(
  table: FunctionTable,
  name: string,
  number: number,
  onRefused: () => void = () => undefined,
): MakeFaulty {
  let count = 0;
  return withFunction(table, name, async (call) =>
    call().catch((error: unknown) => {
      if (!isCollaborationError(error, 'INVALID_ARGUMENT')) throw error;
      onRefused();
      if (count++ !== number) throw error;
      return undefined;
    }),
  );
}

/** Every rejection of the table with `code` has a message without the name of the function. */
function withoutNames(table: FunctionTable, code: CollaborationErrorCode): MakeFaulty {
  return (correct) =>
    Object.entries(tableOf(correct, table))
      .filter(([, member]) => typeof member === 'function')
      .reduce<CollaborationAdapter>(
        (adapter, [name]) =>
          withFunction(table, name, (call) =>
            instead(call, code, () => {
              throw new CollaborationError(code, 'It did not work.');
            }),
          )(adapter),
        correct,
      );
}

/**
 * The function succeeds although the adapter is not open: before its `open()`, or after its
 * `close()`.
 */
function succeedingWhenNotOpen(
  table: FunctionTable,
  name: string,
  when: 'before open()' | 'after close()',
): MakeFaulty {
  return (correct) => {
    let hasBeenOpen = false;
    const watched: CollaborationAdapter = {
      ...withTable(table, () => ({}))(correct),
      async open() {
        await correct.open();
        hasBeenOpen = true;
      },
    };
    return withFunction(table, name, async (call) =>
      call().catch((error: unknown) => {
        const isWrong = hasBeenOpen === (when === 'after close()');
        if (isWrong && isCollaborationError(error, 'NOT_INITIALIZED')) return undefined;
        throw error;
      }),
    )(watched);
  };
}
