// Runs the tests of projects through Nx, and adds up the result files of the projects.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { createProjectGraphAsync } from '@nx/devkit';
import { buildProjects } from './build-projects.mjs';
import { root } from './root.mjs';
import { warningsIn } from './warnings.mjs';

/** Whether a process can be the first of a group. */
const hasGroups = process.platform !== 'win32';
/** All tests together take a fraction of it. A run that is not done by then hangs. */
const LIMIT_MS = 60 * 60_000;
const OUTPUT_LIMIT_MS = 5_000;

/**
 * Runs the tests of all projects, or of the named ones.
 *
 * @param options.projects the names of the projects
 * @param options.parameters more parameters for Nx
 * @param options.env the environment; the Node on its PATH runs the tests
 * @returns the number of passed tests, the names of the failed and the skipped tests, and the
 *    warnings in the output
 */
export async function runTests({ projects: names, parameters = [], env = process.env } = {}) {
  const graph = await createProjectGraphAsync();
  const projects = Object.values(graph.nodes).filter(
    ({ name, data }) => data.targets?.test && (names?.includes(name) ?? true),
  );
  const results = { passed: 0, failed: [], skipped: [], warnings: [] };

  if (!buildProjects(neededBuilds(graph, projects))) results.failed.push('nx: the build failed');
  // The file of an earlier run must not count when a project writes none in this run.
  for (const project of projects) rmSync(resultFile(project), { force: true });
  const { status, output } = await runNx(
    [`--projects=${projects.map(({ name }) => name).join(',')}`, ...parameters],
    env,
  );
  for (const project of projects) addResults(results, project);
  results.warnings.push(...warningsIn(output));

  if (status !== 0 && results.failed.length === 0) results.failed.push('nx: the test run failed');
  if (results.passed === 0 && results.failed.length === 0) {
    results.failed.push('workspace: no test ran');
  }
  return results;
}

/** The projects that must be built before the tests of `projects` run. */
function neededBuilds(graph, projects) {
  const needed = projects.flatMap(({ name, data }) => {
    const { dependsOn = [] } = data.targets.test;
    const others = graph.dependencies[name].map(({ target }) => target);
    return [
      ...(dependsOn.includes('build') ? [name] : []),
      ...(dependsOn.includes('^build') ? others : []),
    ].filter((project) => graph.nodes[project]?.data.targets?.build);
  });
  return [...new Set(needed)];
}

async function runNx(parameters, env) {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const run = spawn(
    process.execPath,
    // The dependencies are built already, and silently. Each of the larger projects fills a core by itself.
    [
      ...[nx, 'run-many', '-t', 'test', '--parallel=2'],
      ...['--output-style=static', '--exclude-task-dependencies'],
    ].concat(parameters),
    // A process group of its own, so that all of it can be ended.
    { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'], detached: hasGroups },
  );
  const end = () => (hasGroups ? process.kill(-run.pid, 'SIGKILL') : run.kill());
  const interrupted = () => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const limit = setTimeout(() => {
    console.error(`\nThe tests have not ended after ${LIMIT_MS / 60_000} minutes. What runs:`);
    if (hasGroups) spawnSync('ps', ['-eo', 'pid,ppid,etimes,args'], { stdio: 'inherit' });
    end();
  }, LIMIT_MS);
  let output = '';
  run.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  const closed = once(run, 'close');
  const [status] = await once(run, 'exit');
  clearTimeout(limit);
  // A process that a test has left behind may keep the output open.
  await Promise.race([closed, setTimeoutPromise(OUTPUT_LIMIT_MS, undefined, { ref: false })]);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return { status, output };
}

function resultFile(project) {
  return path.join(root, project.data.root, 'test-results/results.json');
}

function addResults(results, project) {
  const file = resultFile(project);
  if (!existsSync(file)) {
    results.failed.push(`${project.name}: wrote no test results`);
    return;
  }
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  const named = (test) => `${project.name}: ${test}`;
  results.passed += passed;
  results.failed.push(...failed.map(named));
  results.skipped.push(...skipped.map(named));
}
