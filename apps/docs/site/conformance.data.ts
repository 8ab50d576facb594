// Which rule of the contract is tested for which adapter, from the tests themselves.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Rule {
  readonly name: string;
  /** For each adapter: whether it is tested, or the numbers of the reasons why not. */
  readonly cells: readonly (true | readonly number[])[];
}

interface ConformanceData {
  /** How many cases there are. */
  readonly cases: number;
  /** How many cases each adapter passes. */
  readonly adapters: readonly { readonly name: string; readonly cases: number }[];
  readonly tables: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
  readonly reasons: readonly string[];
}

declare const data: ConformanceData;
export { data };

export default {
  load(): ConformanceData {
    const program = path.join(process.cwd(), '../../tools/docs-check/conformance.mjs');
    const conditions = ['--conditions=@beckon/source', '--import', 'tsx'];
    const printed = execFileSync(process.execPath, [...conditions, program, '--json'], {
      encoding: 'utf8',
      maxBuffer: 16 << 20,
    });
    return JSON.parse(printed) as ConformanceData;
  },
};
