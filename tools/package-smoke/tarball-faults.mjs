// Checks the files of a tarball: that each belongs there, and that source maps lead to sources.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BELONGS = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-LICENSES)$/,
  /^(?!.*(?:\.test\.|\/test\/))src\/.+\.(?:tsx?|proto)$/,
  // What tsdown writes.
  /^dist\/[^/]+\.(?:d\.)?[mc](?:js|ts)(?:\.map)?$/,
  // A page that a package brings along.
  /^dist\/page\/(?:assets\/[\w.-]+\.(?:js|css|svg|woff2)|index\.html|licenses\.md|[\w-]+\.(?:js|svg|webmanifest))$/,
];
const NEEDED = ['package.json', 'README.md', 'LICENSE'];

/** Returns the faults of the files in `tarball`. */
export function tarballFaults(tarball) {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'tarball-'));
  try {
    execFileSync('tar', ['-xzf', path.basename(tarball), '-C', folder], {
      cwd: path.dirname(tarball),
    });
    return folderFaults(path.join(folder, 'package'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the faults of an unpacked package. */
export function folderFaults(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll('\\', '/'));
  return [
    ...NEEDED.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => !BELONGS.some((pattern) => pattern.test(file)))
      .map((file) => `${file} does not belong in the package`),
    ...files
      .filter((file) => /^dist\/[^/]+(?:js|ts)$/.test(file))
      .flatMap((file) => mapFaults(folder, file)),
  ];
}

/** A built file names its map, and the map names sources that are there. */
function mapFaults(folder, file) {
  const full = path.join(folder, file);
  const text = readFileSync(full, 'utf8');
  const map = /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(text)?.[1];
  // A file that only exports from others has no regions, and no map.
  if (map === undefined) return text.includes('//#region') ? [`${file} has no source map`] : [];
  const mapFile = path.join(path.dirname(full), map);
  if (!existsSync(mapFile)) return [`${file}: its source map ${map} is missing`];
  const {
    sources,
    sourceRoot = '',
    sourcesContent = [],
  } = JSON.parse(readFileSync(mapFile, 'utf8'));
  return sources
    .filter((source, index) => {
      const target = path.join(path.dirname(mapFile), sourceRoot, source);
      return sourcesContent[index] == null && !existsSync(target);
    })
    .map((source) => `${file}: its source map leads to ${source}, which is not there`);
}
