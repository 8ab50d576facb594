// Which rule of the contract is tested for which adapter, from the tests themselves.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export default {
  load() {
    const program = path.join(process.cwd(), '../../tools/docs-check/conformance.mjs');
    const conditions = ['--conditions=@beckon/source', '--import', 'tsx'];
    const printed = execFileSync(process.execPath, [...conditions, program, '--json'], {
      maxBuffer: 16 << 20,
    });
    return JSON.parse(printed);
  },
};
