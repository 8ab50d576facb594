// Checks the package.json of a public package: its fields for registries, for npm and for old
// resolvers.
import { isDeepStrictEqual } from 'node:util';

/** The versions in which require() can load ES modules. */
const SUPPORTED_NODE = '^20.19.0 || >=22.12.0';

/**
 * Returns the faults of `manifest`. `directory` is the directory of the package in the repository.
 * `workspace` is the package.json of the root, with the addresses of the repository.
 */
export function manifestFaults(manifest, directory, workspace) {
  const { homepage, bugs, repository, license } = workspace;
  const expected = {
    license,
    homepage: `${homepage}/tree/main/${directory}#readme`,
    bugs,
    repository: { ...repository, directory },
    engines: { node: SUPPORTED_NODE },
    publishConfig: { access: 'public', provenance: true },
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

/** The file that require() loads, and its types; `undefined` for a package that is a command only. */
function required(entry) {
  return entry?.require ?? (entry?.default && entry);
}

/** The fields for resolvers that do not know `exports`, such as TypeScript's `node10`. */
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
