// The packages of a release: packed, checked, and published as the files that were checked.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packPackages, run } from '../lib/packed-packages.mjs';
import { manifestFaults } from '../package-smoke/manifest-faults.mjs';
import { tarballFaults } from '../package-smoke/tarball-faults.mjs';

/**
 * Packs the public packages of the built workspace at `workspace` into `folder`.
 *
 * @throws Error that names every fault of the packages.
 */
export function packRelease(folder, workspace) {
  const packages = packPackages(folder, workspace);
  const root = JSON.parse(readFileSync(path.join(workspace, 'package.json'), 'utf8'));
  const faults = packages.flatMap(({ manifest, directory, tarball }) =>
    [
      ...manifestFaults(manifest, directory, root),
      ...tarballFaults(tarball),
      ...changelogFaults(tarball, manifest),
    ].map((fault) => `${manifest.name}: ${fault}`),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return packages;
}

function changelogFaults(tarball, { version }) {
  const unpack = ['-xzOf', path.basename(tarball), 'package/CHANGELOG.md'];
  let text;
  try {
    text = run('tar', unpack, path.dirname(tarball));
  } catch {
    return ['CHANGELOG.md is missing: npm run release:version writes it'];
  }
  return text.includes(`\n## ${version}\n`) ? [] : [`CHANGELOG.md does not tell of ${version}`];
}

/**
 * Publishes packages with the npm settings of `folder`. A package whose version is in the registry
 * is left out, so that a publication that has stopped half-way can be run again.
 *
 * @returns the published ones
 */
export function publishPackages(packages, folder, parameters = []) {
  return packages.filter(({ manifest: { name, version }, tarball }) => {
    if (isPublished(`${name}@${version}`, folder)) return false;
    run('npm', ['publish', tarball, ...parameters], folder);
    return true;
  });
}

function isPublished(specifier, folder) {
  try {
    return run('npm', ['view', specifier, 'version', '--prefer-online'], folder).trim() !== '';
  } catch (error) {
    if (/\bE404\b/.test(error.stderr)) return false;
    throw error;
  }
}
