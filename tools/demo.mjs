// Builds what the demo needs, silently unless that fails, then runs it in this terminal.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const build = spawnSync(process.execPath, [nx, 'build', 'demo', '--output-style=static'], {
  cwd: root,
  encoding: 'utf8',
});
if (build.status === 0) {
  const main = path.join(root, 'apps/demo/dist/main.mjs');
  const demo = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = demo.status ?? 1;
} else {
  process.stdout.write(build.stdout);
  process.stderr.write(build.stderr);
  process.exitCode = 1;
}
