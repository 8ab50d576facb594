/**
 * Registers the conformance suite with Jest.
 *
 * @packageDocumentation
 */
import { planConformance } from './conformance-cases.ts';
import { CASE_TIME_LIMIT_MS, type ConformanceHarness } from './harness.ts';

/** Describes one adapter: a test for each case, named after its table and rule. */
export function describeConformance(adapterName: string, harness: ConformanceHarness): void {
  describe(`conformance of ${adapterName}`, () => {
    for (const { conformanceCase, missing } of planConformance(harness)) {
      const name = `${conformanceCase.table}: ${conformanceCase.name}`;
      if (missing.length > 0) {
        it.skip(`${name} (needs ${missing.join(', ')})`, () => undefined);
      } else {
        // Longer than the limit of the case, because the message of that limit says more.
        it(
          name,
          () => conformanceCase.run(harness),
          2 * (harness.timeLimitMs ?? CASE_TIME_LIMIT_MS),
        );
      }
    }
  });
}
