// Builds projects and what they depend on: silently, unless that fails.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { root } from './root.mjs';

/** Whether `projects` are built; if not, what went wrong has been printed. */
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
