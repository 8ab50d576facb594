// Builds and packs every public package into dist-packages/, so that packages can be tried before
// they are published.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './lib/root.mjs';
import { packPackages } from './lib/packed-packages.mjs';

const target = path.join(root, 'dist-packages');
const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const build = ['run-many', '-t', 'build', '--projects=packages/*', '--output-style=static'];
const { status } = spawnSync(process.execPath, [nx, ...build], { cwd: root, stdio: 'inherit' });
if (status === 0) {
  rmSync(target, { recursive: true, force: true });
  const packed = packPackages(target);
  console.log(`\n${packed.length} packages in dist-packages/. For example, in your project:`);
  console.log('npm install <this folder>/dist-packages/beckon-{core,engine,libp2p}-*.tgz rxjs');
} else {
  process.exitCode = 1;
}
