/**
 * Registers the conformance suite with Node's own test runner.
 *
 * @packageDocumentation
 */
import { describe, it } from 'node:test';
import { planConformance } from './conformance-cases.ts';
import type { ConformanceHarness } from './harness.ts';

/** Describes one adapter: a test for each case, named after its table and rule. */
export function describeConformance(adapterName: string, harness: ConformanceHarness): void {
  void describe(`conformance of ${adapterName}`, () => {
    for (const { conformanceCase, missing } of planConformance(harness)) {
      const name = `${conformanceCase.table}: ${conformanceCase.name}`;
      const skip = missing.length > 0 && `needs ${missing.join(', ')}`;
      void it(name, { skip }, () => conformanceCase.run(harness));
    }
  });
}
