// What the package.json of a public package must say to registries, to npm and to old resolvers.
import { isDeepStrictEqual } from 'node:util';

/** From these versions on, require() takes ES modules. */
const SUPPORTED_NODE = '^20.19.0 || >=22.12.0';

/**
 * The fields of `manifest` that are not as they must be. `workspace` is the root's package.json: the
 * one place for where beckon is at home. `directory` is the package's in the repository.
 */
export function manifestFaults(manifest, directory, workspace) {
  const { homepage, bugs, repository, license } = workspace;
  const expected = {
    license,
    homepage: `${homepage}/tree/main/${directory}#readme`,
    bugs,
    repository: { ...repository, directory },
    engines: { node: SUPPORTED_NODE },
    ...entriesForOldResolvers(manifest.exports),
  };
  const faults = Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(manifest[field], value))
    .map(([field, value]) => `${field} must be ${JSON.stringify(value)}`);
  for (const field of ['description', 'keywords']) {
    if (!(manifest[field]?.length > 0)) faults.push(`${field} must not be empty`);
  }
  for (const [subpath, entry] of entriesOf(manifest.exports)) {
    if (required(entry) === undefined) faults.push(`exports: ${subpath} cannot be required`);
  }
  return faults;
}

/** The entry points in `exports`: each subpath with its conditions. */
export function entriesOf(exports) {
  return Object.entries(exports).filter(([subpath]) => subpath !== './package.json');
}

/** What require() gets, and its types. */
function required(entry) {
  return entry.require ?? (entry.default && entry);
}

/** What TypeScript's `node10` reads, and whatever else knows no `exports`. */
function entriesForOldResolvers(exports) {
  const main = required(exports['.']);
  if (main === undefined) return {};
  const subpaths = entriesOf(exports)
    .filter(([subpath]) => subpath !== '.')
    .map(([subpath, entry]) => [subpath.slice('./'.length), [required(entry)?.types]]);
  return {
    main: main.default,
    types: main.types,
    typesVersions: subpaths.length > 0 ? { '*': Object.fromEntries(subpaths) } : undefined,
  };
}
