// What a user's node_modules becomes with a package of beckon alone.
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { npmInstall, writeProject } from './projects.mjs';

const BLOCK_BYTES = 512;

/**
 * Installs one package, and measures.
 *
 * @returns the `bytes` of all files, what they take on the disk (`diskBytes`), the bytes of the
 *    installed package (`ownBytes`), and the number of `packages` beside it
 */
export async function installedSize(name, npmrc, temp, node) {
  const folder = path.join(temp, `size-${name.replace('/', '-')}`);
  writeProject(folder, [name], npmrc);
  try {
    await npmInstall(folder, node, true);
    const modules = path.join(folder, 'node_modules');
    const files = readdirSync(modules, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));
    const own = files.filter((file) => file.startsWith(path.join(modules, name) + path.sep));
    return {
      bytes: sum(files, ({ size }) => size),
      // Windows does not count blocks.
      diskBytes: sum(files, ({ size, blocks }) => (blocks ? blocks * BLOCK_BYTES : size)),
      ownBytes: sum(own, ({ size }) => size),
      packages: packagesIn(files) - 1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sum(files, measure) {
  return files.reduce((total, file) => total + measure(statSync(file)), 0);
}

/** A package lies directly in a node_modules folder, or in a scope there. */
function packagesIn(files) {
  return files.filter((file) =>
    /node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/@]+[\\/]package\.json$/.test(file),
  ).length;
}
