// Runs the tests of every project, or of `--projects=a,b`. The last line is `N passed, N failed`
// for all of them. Other arguments go to Nx.
import { printResults } from './lib/print-results.mjs';
import { runTests } from './lib/run-tests.mjs';

const OPTION = '--projects=';
const given = process.argv.slice(2);
const results = await runTests({
  projects: given
    .find((argument) => argument.startsWith(OPTION))
    ?.slice(OPTION.length)
    .split(','),
  parameters: given.filter((argument) => !argument.startsWith(OPTION)),
});
printResults(results);
process.exitCode = results.failed.length === 0 ? 0 : 1;
