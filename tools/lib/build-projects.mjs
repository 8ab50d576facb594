// Builds projects and their dependencies. Prints only when a build fails.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { root } from './root.mjs';

/**
 * Builds `projects`. Returns whether all builds succeeded; the output of a failed build is printed.
 */
export function buildProjects(projects) {
  if (projects.length === 0) return true;
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const build = spawnSync(
    process.execPath,
    [nx, 'run-many', '-t', 'build', `--projects=${projects.join(',')}`, '--output-style=static'],
    { cwd: root, encoding: 'utf8' },
  );
  if (build.status === 0) return true;
  process.stdout.write(build.stdout);
  process.stderr.write(build.stderr);
  return false;
}
