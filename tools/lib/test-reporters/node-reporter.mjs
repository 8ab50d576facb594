// Writes what a `node --test` run found, in the shape and place of jest-reporter.cjs.
// It prints nothing, so a visible reporter stands beside it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export default async function* resultsReporter(events) {
  const results = { passed: 0, failed: [], skipped: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details.type === 'suite';
    // A file without tests is reported as a test that passes.
    const isFile = data.file !== undefined && path.resolve(data.name) === data.file;
    if (data.skip !== undefined || data.todo !== undefined) results.skipped.push(data.name);
    else if (type === 'test:pass') results.passed += isSuite || isFile ? 0 : 1;
    // A suite that fails because of its tests is counted by them.
    else if (data.details.error?.failureType !== 'subtestsFailed') results.failed.push(data.name);
  }
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/results.json', `${JSON.stringify(results, null, 2)}\n`);
  yield '';
}
