// Publishes the packages of a built workspace whose versions the registry lacks, and tags them. The
// workflow `release` runs it, because npm vouches there for where the packages were built.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './lib/root.mjs';
import { packRelease, publishPackages } from './release/released-packages.mjs';

const temp = mkdtempSync(path.join(realpathSync(tmpdir()), 'release-publish-'));
try {
  const published = publishPackages(packRelease(temp, root), root);
  for (const { manifest } of published) {
    console.log(`published ${manifest.name}@${manifest.version}`);
  }
  const changesets = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');
  const { status } = spawnSync(process.execPath, [changesets, 'tag'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status;
} finally {
  rmSync(temp, { recursive: true, force: true });
}
