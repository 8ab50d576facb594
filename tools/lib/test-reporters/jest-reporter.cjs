// Writes the results of a Jest run to test-results/results.json in the project:
// { passed: number, failed: string[], skipped: string[] }. A failed test comes with the beginning of its message.
const fs = require('node:fs');
const path = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** A run whose tests have ended ends by itself. What keeps it alive for longer was not released. */
const EXIT_LIMIT_MS = 60_000;

const REASON_CHARACTERS = 300;

module.exports = class ResultsReporter {
  #rootDir;

  constructor(globalConfig) {
    this.#rootDir = globalConfig.rootDir;
  }

  onRunComplete(_contexts, run) {
    const results = { passed: run.numPassedTests, failed: [], skipped: [] };
    for (const suite of run.testResults) {
      const file = path.relative(this.#rootDir, suite.testFilePath).replaceAll('\\', '/');
      if (suite.testExecError) results.failed.push(`${file}: the suite did not start`);
      for (const test of suite.testResults) {
        const name = `${file}: ${test.fullName}`;
        if (test.status === 'failed') results.failed.push(`${name} (${reason(test)})`);
        else if (test.status !== 'passed') results.skipped.push(name);
      }
    }
    const file = path.join(this.#rootDir, 'test-results/results.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
    setTimeout(() => {
      const left = process.getActiveResourcesInfo().join(', ');
      console.error(`The tests have ended, and this keeps their process alive: ${left}.`);
      process.exit(1);
    }, EXIT_LIMIT_MS).unref();
  }
};

/** The beginning of the message, in one line, without the places in the code. */
function reason({ failureMessages }) {
  const [message = 'no message'] = failureMessages;
  const [text] = stripVTControlCharacters(message).split(/\n\s+at /);
  return text.replaceAll(/\s+/g, ' ').slice(0, REASON_CHARACTERS);
}
