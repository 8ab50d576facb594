// Runs the self-test of the reference P2P.dll, then the conformance suite and the tests of
// @beckon/native against the DLL in Windows Node. The last line is `N passed, N failed`.
//
// `--where-possible` is for `npm test`, which runs on every system: a system that cannot build and
// run Windows programs is reported, and the command succeeds. Without the option it fails there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { play, SCENARIO_ENTRY, scenarios } from './scenarios.mjs';
import { missingTools } from './system.mjs';
import { bundle, prepareWindows, runNode, runProgram, windowsPath } from './windows.mjs';

const results = { passed: 0, failed: [], skipped: [] };
const missing = missingTools();

if (process.argv.includes('--where-possible') && missing.length > 0) {
  const line = `@beckon/native in Windows Node: not run, ${missing.join(' and ')} missing (npm run test:windows installs it)`;
  console.log(`\n${line}\n`);
  results.skipped.push(line);
} else {
  try {
    await runAll();
  } catch (error) {
    results.failed.push(`preparation: ${error.message}`);
  }
}

for (const test of results.failed) console.log(`failed  ${test}`);
console.log(`${results.passed} passed, ${results.failed.length} failed`);
const file = path.join(import.meta.dirname, 'test-results/results.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
process.exitCode = results.failed.length === 0 ? 0 : 1;

async function runAll() {
  const { nodes, koffi, dll, selfTest } = await prepareWindows();
  const folder = await bundle(
    'test',
    ['test/windows/main.ts', 'test/windows/programs.ts', SCENARIO_ENTRY],
    koffi,
  );
  await runSelfTest(selfTest, folder);
  for (const node of nodes) {
    console.log(`\nWindows Node ${node.version}`);
    await runTests(node, folder, dll);
    await runScenarios(node, folder, dll);
  }
}

async function runSelfTest(selfTest, folder) {
  console.log('\nthe reference P2P.dll itself');
  const stage = mkdtempSync(path.join(folder, 'self-test-'));
  const { status, output } = await runProgram(selfTest, [windowsPath(stage)], {
    cwd: path.dirname(selfTest),
    onOutput: (text) => process.stdout.write(text),
  });
  const titles = (mark) => [...output.matchAll(mark)].map(([, title]) => title.trim());
  results.passed += titles(/^ok {3}(.*)$/gm).length;
  const failed = titles(/^FAIL (.*)$/gm);
  results.failed.push(...failed.map((title) => `the reference P2P.dll: ${title}`));
  if (status !== 0 && failed.length === 0) {
    results.failed.push(`the reference P2P.dll: its self-test ended with ${status}`);
  }
}

async function runScenarios(node, folder, dll) {
  console.log('\nbetween two users, each with a service');
  for (const scenario of scenarios) {
    const lines = [];
    const print = (line) => lines.push(line);
    const problem = await play(scenario, { node, folder, dll, print });
    console.log(`  ${problem === undefined ? '✔' : '✖'} ${scenario.title}: ${scenario.ends}`);
    if (problem === undefined) {
      results.passed += 1;
    } else {
      console.log(lines.join('\n'));
      results.failed.push(`Node ${node.version}: ${scenario.title}: ${problem}`);
    }
  }
}

async function runTests(node, folder, dll) {
  const resultFile = path.join(folder, 'test-results/results.json');
  rmSync(resultFile, { force: true });
  const reporter = path.resolve(import.meta.dirname, '../lib/test-reporters/node-reporter.mjs');
  const { status, errors } = await runNode(
    node,
    [
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=file:///${windowsPath(reporter).replaceAll('\\', '/')}`,
      '--test-reporter-destination=stdout',
      windowsPath(path.join(folder, 'main.mjs')),
    ],
    {
      cwd: folder,
      env: { BECKON_P2P_DLL: windowsPath(dll), FORCE_COLOR: '0' },
      onOutput: (text) => process.stdout.write(text),
    },
  );
  const name = (test) => `Node ${node.version}: ${test}`;
  const found = readResults(resultFile);
  results.passed += found.passed;
  results.failed.push(...found.failed.map(name));
  results.skipped.push(...found.skipped.map(name));
  if (status !== 0 && found.failed.length === 0) {
    results.failed.push(name(`ended with ${status}`));
    console.log(errors);
  }
}

function readResults(resultFile) {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8'));
  } catch {
    return { passed: 0, failed: ['wrote no test results'], skipped: [] };
  }
}
