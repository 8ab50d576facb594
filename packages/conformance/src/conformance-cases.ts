import assert from 'node:assert/strict';
import type { FunctionTable } from '@beckon/core';
import { adapterCases } from './cases/adapter-cases.ts';
import { identityCases } from './cases/identity-cases.ts';
import { inboxCases } from './cases/inbox-cases.ts';
import { invitationCases } from './cases/invitation-cases.ts';
import { inviteCases } from './cases/invite-cases.ts';
import { notOpenCases } from './cases/not-open-cases.ts';
import { casesAbout, type ConformanceCase } from './conformance-case.ts';
import type { ConformanceAbility, ConformanceHarness } from './harness.ts';

/** Every function table of the contract. */
export const FUNCTION_TABLES: readonly FunctionTable[] = [
  'invitations',
  'inbox',
  'identity',
  'session',
  'peopleNearMe',
  'contacts',
  'presence',
  'applications',
  'objects',
  'endpointData',
  'events',
  'launch',
];

/** Every rule of the contract. {@link planConformance} says which of them concern a harness. */
export function conformanceCases(): readonly ConformanceCase[] {
  return [
    ...adapterCases,
    ...notOpenCases,
    ...invitationCases,
    ...inviteCases,
    ...inboxCases,
    ...identityCases,
  ];
}

/** A case, and why it cannot be run with this harness, if so. */
export interface PlannedCase {
  readonly conformanceCase: ConformanceCase;
  readonly missingAbilities: readonly ConformanceAbility[];
}

/**
 * What there is to run for a harness: the cases about the tables that it names, and for each table of
 * the contract one that asserts that the adapter has it, or has it not.
 */
export function planConformance(harness: ConformanceHarness): readonly PlannedCase[] {
  const { tables, abilities } = harness;
  const concerning = conformanceCases().filter(
    ({ table }) => table === 'adapter' || tables.includes(table),
  );
  return [...tableCases(tables), ...concerning].map((conformanceCase) => ({
    conformanceCase,
    missingAbilities: conformanceCase.needs.filter((ability) => !abilities.includes(ability)),
  }));
}

function tableCases(tables: readonly FunctionTable[]): readonly ConformanceCase[] {
  return FUNCTION_TABLES.flatMap((table) => {
    const isExpected = tables.includes(table);
    return casesAbout(table, [
      {
        name: isExpected ? 'the adapter has it' : 'the adapter does not have it',
        startsClosed: true,
        async check({ adapter }) {
          await Promise.resolve();
          assert.equal(adapter[table] !== undefined, isExpected, `adapter.${table}`);
        },
      },
    ]);
  });
}
