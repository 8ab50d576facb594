// Runs every project's tests through Nx and adds up the result files they leave.
// The last line is `N passed, N failed` for the whole workspace, or for `--projects=a,b`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';

const root = path.resolve(import.meta.dirname, '..');
const graph = await createProjectGraphAsync();
const option = process.argv.find((argument) => argument.startsWith('--projects='));
const chosen = option?.slice('--projects='.length).split(',');
const projects = Object.values(graph.nodes).filter(
  ({ name, data }) => data.targets?.test && (chosen === undefined || chosen.includes(name)),
);
const resultFile = (project) => path.join(root, project.data.root, 'test-results/results.json');

// A file of an earlier run must not count for a project that leaves none.
for (const project of projects) rmSync(resultFile(project), { force: true });

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const run = spawnSync(
  process.execPath,
  [nx, 'run-many', '-t', 'test', '--output-style=static', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);

let passed = 0;
const failed = [];
const skipped = [];
for (const project of projects) {
  const file = resultFile(project);
  if (!existsSync(file)) {
    failed.push(`${project.name}: left no test results`);
    continue;
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  passed += results.passed;
  failed.push(...results.failed.map((test) => `${project.name}: ${test}`));
  skipped.push(...results.skipped.map((test) => `${project.name}: ${test}`));
}
if (run.status !== 0 && failed.length === 0) failed.push('nx: the test run failed');
if (passed === 0 && failed.length === 0) failed.push('workspace: no test ran');

for (const test of failed) console.log(`failed  ${test}`);
if (skipped.length > 0) console.log(`${skipped.length} skipped: ${skipped.join(', ')}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
