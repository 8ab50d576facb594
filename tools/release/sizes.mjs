// What a user's node_modules becomes with a package of beckon alone.
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { npmInstall, writeProject } from './projects.mjs';

/**
 * Installs one package, and measures.
 *
 * @returns the `bytes` of all files, the number of `packages` beside the installed one, and the
 *    bytes of that one, `ownBytes`
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
    return { bytes: bytesOf(files), ownBytes: bytesOf(own), packages: packagesIn(files) - 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bytesOf(files) {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

/** A package lies directly in a node_modules folder, or in a scope there. */
function packagesIn(files) {
  return files.filter((file) =>
    /node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/@]+[\\/]package\.json$/.test(file),
  ).length;
}
