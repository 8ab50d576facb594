// A reporter for `node --test` that yields what jest-reporter.cjs writes:
// { passed: number, failed: string[], skipped: string[] }. Send it to test-results/results.json.
export default async function* resultsReporter(events) {
  const results = { passed: 0, failed: [], skipped: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite that fails because of its tests is counted by them.
    const isSuite = data.details.type === 'suite';
    if (isSuite && data.details.error?.failureType === 'subtestsFailed') continue;
    if (data.skip !== undefined || data.todo !== undefined) results.skipped.push(data.name);
    else if (type === 'test:fail') results.failed.push(data.name);
    else if (!isSuite) results.passed += 1;
  }
  yield `${JSON.stringify(results, null, 2)}\n`;
}
