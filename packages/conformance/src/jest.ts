/**
 * Registers the conformance suite with Jest.
 *
 * @packageDocumentation
 */
import type { ConformanceCase } from './conformance-case.ts';
import { planConformance } from './conformance-cases.ts';
import { CASE_TIME_LIMIT_MS, type ConformanceHarness } from './harness.ts';

/**
 * Describes one adapter: a test for each case, named after its table and rule.
 *
 * @param run - Runs a case elsewhere, as in a page. `index` is its place in `planConformance(harness)`. Default: here.
 */
export function describeConformance(
  adapterName: string,
  harness: ConformanceHarness,
  run: (conformanceCase: ConformanceCase, index: number) => Promise<void> = (conformanceCase) =>
    conformanceCase.run(harness),
): void {
  describe(`conformance of ${adapterName}`, () => {
    for (const [index, { conformanceCase, missing }] of planConformance(harness).entries()) {
      const name = `${conformanceCase.table}: ${conformanceCase.name}`;
      if (missing.length > 0) {
        it.skip(`${name} (needs ${missing.join(', ')})`, () => undefined);
      } else {
        // Longer than the limit of the case, because the message of that limit says more.
        it(
          name,
          () => run(conformanceCase, index),
          2 * (harness.timeLimitMs ?? CASE_TIME_LIMIT_MS),
        );
      }
    }
  });
}
