// Runs the tests of the packages that need only Node, in each supported line of Node. The last line
// is `N passed, N failed` for all lines together. Tests in a page are left out: a browser runs them, and
// `npm test` has them.
//
// `--where-possible` is for .ci/run: on a system without a fetched Node the command says so and
// succeeds. Without the option it fails there.
import path from 'node:path';
import { fetchedNode, supportedNodes } from './lib/fetched-node.mjs';
import { printResults } from './lib/print-results.mjs';
import { runTests } from './lib/run-tests.mjs';

const PROJECTS = ['core', 'engine', 'libp2p', 'nats', 'bridge', 'mock'].map(
  (name) => `@beckon/${name}`,
);
const WITHOUT_PAGES = '--testPathIgnorePatterns=in-page.test';

if (process.platform === 'linux' && process.arch === 'x64') {
  await testNodes();
} else {
  console.log(
    `Node ${supportedNodes.join(', ')}: not run, this is ${process.platform} ${process.arch}; the tests use the Node for linux x64`,
  );
  process.exitCode = process.argv.includes('--where-possible') ? 0 : 1;
}

async function testNodes() {
  const all = { passed: 0, failed: [], skipped: [], warnings: [] };
  const lines = [];
  for (const version of supportedNodes) {
    console.log(`\nNode ${version}, without the tests in a page`);
    const results = await testNode(version);
    lines.push(`Node ${version}: ${results.passed} passed, ${results.failed.length} failed`);
    all.passed += results.passed;
    for (const kind of ['failed', 'skipped', 'warnings']) {
      all[kind].push(...results[kind].map((text) => `Node ${version}: ${text}`));
    }
  }
  console.log();
  for (const line of lines) console.log(line);
  printResults(all);
  process.exitCode = all.failed.length === 0 ? 0 : 1;
}

/** Runs the tests in one Node. Nx sees its version, and uses no cached result of another Node. */
function testNode(version) {
  const folder = path.dirname(fetchedNode(version));
  const env = { ...process.env, PATH: `${folder}${path.delimiter}${process.env.PATH}` };
  return runTests({ projects: PROJECTS, parameters: [WITHOUT_PAGES], env });
}
