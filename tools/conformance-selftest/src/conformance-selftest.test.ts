import { type ConformanceCase, planConformance } from '@beckon/conformance';
import type { FunctionTable } from '@beckon/core';
import { acceptingWrongArguments, generatedFor } from '../test/faulty/generated.ts';
import type { FaultyAdapter } from '../test/faulty-adapter.ts';
import { faultyAdapters } from '../test/faulty-adapters.ts';
import { harnessOf, type Kind } from '../test/harnesses.ts';

/**
 * The limit of a case over a faulty adapter. A correct adapter over the mock needs milliseconds.
 */
const FAULTY_LIMIT_MS = 400;

/** Every case that concerns an adapter of either kind. */
const planned = (['complete', 'sparse'] as const).flatMap((kind) =>
  planConformance(harnessOf(kind))
    .filter(({ missing }) => missing.length === 0)
    .map(({ conformanceCase }) => ({
      kind,
      conformanceCase,
      title: `${conformanceCase.table}: ${conformanceCase.name}`,
    })),
);

const findCase = (kind: Kind, title: string): ConformanceCase | undefined =>
  planned.find((candidate) => candidate.kind === kind && candidate.title === title)
    ?.conformanceCase;

/** Each faulty adapter, with the title of the case that must catch it. */
const faulty: readonly (FaultyAdapter & { readonly title: string })[] = [
  ...Object.entries(faultyAdapters).flatMap(([table, adapters]) =>
    adapters.map((adapter) => ({ ...adapter, title: `${table}: ${adapter.breaks}` })),
  ),
  ...planned.flatMap(({ kind, title, conformanceCase }) =>
    kind === 'sparse' && findCase('complete', title) !== undefined
      ? []
      : generatedFor(conformanceCase).map((adapter) => ({
          over: kind,
          ...adapter,
          title,
        })),
  ),
];

const wrongArguments = planned.flatMap(({ kind, title, conformanceCase: { table, name } }) => {
  const [, functionName] = /^(\w+)\(\) rejects wrong arguments/.exec(name) ?? [];
  if (kind !== 'complete' || functionName === undefined) return [];
  return [{ title, table: table as FunctionTable, functionName }];
});

describe('every case', () => {
  it.each(planned)(
    'passes for a $kind adapter that keeps the contract: $title',
    ({ kind, conformanceCase }) => conformanceCase.run(harnessOf(kind)),
  );

  it('has an adapter that breaks its rule', () => {
    const broken = new Set([...faulty, ...wrongArguments].map(({ title }) => title));
    const titles = new Set(planned.map(({ title }) => title));
    expect([...titles].filter((title) => !broken.has(title))).toEqual([]);
  });
});

describe('a faulty adapter', () => {
  it.each(faulty)('is caught by the case $title', async ({ title, make, over = 'complete' }) => {
    const conformanceCase = findCase(over, title);
    expect(conformanceCase).toBeDefined();
    const harness = { ...harnessOf(over, make), timeLimitMs: FAULTY_LIMIT_MS };
    await expect(conformanceCase?.run(harness)).rejects.toThrow();
  });
});

describe('an adapter that accepts one wrong argument', () => {
  it.each(wrongArguments)(
    'is caught by the case $title, for each wrong argument',
    async ({ title, table, functionName }) => {
      const conformanceCase = findCase('complete', title);
      const run = async (number: number, onRefused?: () => void): Promise<void> =>
        conformanceCase?.run(
          harnessOf('complete', acceptingWrongArguments(table, functionName, number, onRefused)),
        );
      let count = 0;
      await run(Number.POSITIVE_INFINITY, () => (count += 1));
      expect(count).toBeGreaterThan(0);
      for (let number = 0; number < count; number++) {
        await expect(run(number)).rejects.toThrow('must reject with INVALID_ARGUMENT; it resolved');
      }
    },
  );
});
