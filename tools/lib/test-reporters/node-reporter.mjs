// Writes the results of a `node --test` run to the same file, and in the same form, as
// jest-reporter.cjs. This reporter prints nothing, so a run needs a second reporter for people.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export default async function* resultsReporter(events) {
  const results = { passed: 0, failed: [], skipped: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details.type === 'suite';
    // Node reports a file without tests as a test that passes.
    const isFile = data.file !== undefined && path.resolve(data.name) === data.file;
    if (data.skip !== undefined || data.todo !== undefined) results.skipped.push(data.name);
    else if (type === 'test:pass') results.passed += isSuite || isFile ? 0 : 1;
    // Its failed tests count for a suite that fails because of them.
    else if (data.details.error?.failureType !== 'subtestsFailed')
      results.failed.push(`${data.name} (${data.details.error?.message})`);
  }
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/results.json', `${JSON.stringify(results, null, 2)}\n`);
  yield '';
}
