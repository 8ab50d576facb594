// Builds a project and what it depends on: silently, unless that fails.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Whether `project` is built now; if not, what went wrong has been printed. */
export function buildProject(project) {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const build = spawnSync(process.execPath, [nx, 'build', project, '--output-style=static'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (build.status === 0) return true;
  process.stdout.write(build.stdout);
  process.stderr.write(build.stderr);
  return false;
}
