import assert from 'node:assert/strict';
import type { FunctionTable } from '@beckon/core';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { adapterCases } from './cases/adapter.ts';
import { applicationCases } from './cases/applications.ts';
import { channelCases } from './cases/channels.ts';
import { contactCases } from './cases/contacts.ts';
import { endpointDataCases } from './cases/endpoint-data.ts';
import { eventCases } from './cases/events.ts';
import { identityCases } from './cases/identity.ts';
import { inboxCases } from './cases/inbox.ts';
import { invitationCases } from './cases/invitations.ts';
import { launchCases } from './cases/launch.ts';
import { objectCases } from './cases/objects.ts';
import { peopleNearMeCases } from './cases/people-near-me.ts';
import { presenceCases } from './cases/presence.ts';
import { visibilityCases } from './cases/visibility.ts';
import { casesAbout, type ConformanceCase } from './conformance-case.ts';
import type { ConformanceHarness, ConformanceTrait } from './harness.ts';

/** The cases of each table. A table that is missing here does not compile. */
const casesByTable: Readonly<Record<FunctionTable, readonly ConformanceCase[]>> = {
  invitations: invitationCases,
  identity: identityCases,
  inbox: inboxCases,
  channels: channelCases,
  visibility: visibilityCases,
  peopleNearMe: peopleNearMeCases,
  contacts: contactCases,
  presence: presenceCases,
  applications: applicationCases,
  objects: objectCases,
  endpointData: endpointDataCases,
  events: eventCases,
  launch: launchCases,
};

/**
 * Every rule of the contract as a case. {@link planConformance} selects the cases that concern a
 * harness.
 */
export function conformanceCases(): readonly ConformanceCase[] {
  return [...adapterCases, ...FUNCTION_TABLES.flatMap((table) => casesByTable[table])];
}

/** A case, and the traits that it misses in the harness. A case that misses a trait cannot run. */
export interface PlannedCase {
  readonly conformanceCase: ConformanceCase;
  /** The traits that the case needs and the harness does not have. */
  readonly missing: readonly ConformanceTrait[];
}

/**
 * Selects the cases for a harness: the cases about the tables that it names, and for each table of
 * the contract a case that asserts that the adapter has the table, or does not have it.
 */
export function planConformance(harness: ConformanceHarness): readonly PlannedCase[] {
  const { tables, traits } = harness;
  const concerning = conformanceCases().filter((conformanceCase) =>
    [conformanceCase.table, ...conformanceCase.with].every(
      (table) => table === 'adapter' || tables.includes(table),
    ),
  );
  return [...presenceOfTables(tables), ...concerning].map((conformanceCase) => ({
    conformanceCase,
    missing: conformanceCase.needs.filter((trait) => !traits[trait]),
  }));
}

function presenceOfTables(tables: readonly FunctionTable[]): readonly ConformanceCase[] {
  return FUNCTION_TABLES.flatMap((table) => {
    const isExpected = tables.includes(table);
    return casesAbout(table, [
      {
        name: isExpected ? 'the adapter has the table' : 'the adapter does not have the table',
        startsClosed: true,
        async check({ adapter }) {
          await Promise.resolve();
          assert.equal(adapter[table] !== undefined, isExpected, `adapter.${table}`);
        },
      },
    ]);
  });
}
