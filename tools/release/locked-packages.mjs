// What the lock file says of the packages in node_modules.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publicPackages } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';

/** The packages of the lock file, by their paths. */
export function lockedPackages() {
  return JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
}

/** The paths of the packages from the registry that users of the public packages install. */
export function installedByUsers(locked) {
  const seen = new Set();
  const visit = (place) => {
    if (place === undefined || seen.has(place)) return;
    seen.add(place);
    for (const name of neededBy(locked[place])) visit(resolve(locked, place, name));
  };
  for (const { directory } of publicPackages()) visit(directory);
  return [...seen].filter((place) => place.includes('node_modules/'));
}

function neededBy({ dependencies, optionalDependencies, peerDependencies = {}, ...entry }) {
  const isNeeded = (name) => !entry.peerDependenciesMeta?.[name]?.optional;
  const peers = Object.keys(peerDependencies).filter(isNeeded);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/**
 * The path of the package that the one at `place` gets by `name`: in its own node_modules, or in
 * that of a folder above. `undefined` for an optional one that is not in the lock file.
 */
function resolve(locked, place, name) {
  const folders = place.split('/');
  for (let depth = folders.length; depth >= 0; depth--) {
    if (folders[depth - 1] === 'node_modules') continue;
    const candidate = [...folders.slice(0, depth), 'node_modules', name].join('/');
    const found = locked[candidate];
    if (found !== undefined) return found.link ? found.resolved : candidate;
  }
  return undefined;
}

/** The name of the package at a path of the lock file. */
export function nameAt(place) {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
