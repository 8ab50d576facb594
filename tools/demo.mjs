// Builds the demo and its dependencies, then runs it in this terminal.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildProjects } from './lib/build-projects.mjs';
import { root } from './lib/root.mjs';

if (buildProjects(['demo'])) {
  const main = path.join(root, 'apps/demo/dist/main.mjs');
  const demo = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = demo.status ?? 1;
} else {
  process.exitCode = 1;
}
