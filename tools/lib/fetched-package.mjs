// Fetches packages that must not lie in the workspace: packages for another system, and packages
// with install scripts that download a program. They go to the user's cache folder. Their scripts
// do not run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The folder of all fetched and built files. */
export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'beckon',
);

/**
 * Returns a `node_modules` folder with a package and its dependencies. The first call fetches them.
 *
 * @param specifier - The package with an exact version, such as `ws@8.18.3`.
 * @param parameters - More parameters for npm.
 * @param overrides - Versions of dependencies, as in a package.json.
 */
export function fetchedPackage(specifier, parameters = [], overrides = {}) {
  const target = path.join(cacheFolder, [specifier, ...parameters].join(' ').replaceAll('/', '+'));
  if (!existsSync(target)) fetchInto(target, specifier, parameters, overrides);
  return path.join(target, 'node_modules');
}

/** Fetches into a temporary folder first, so that an existing target is always complete. */
function fetchInto(target, specifier, parameters, overrides) {
  console.log(`Fetching ${specifier} …`);
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, 'fetch-'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
  const common = ['--ignore-scripts', '--no-bin-links', '--no-audit', '--no-fund', '--force'];
  const { status, stderr } = spawnSync(
    'npm',
    ['install', ...common, '--loglevel=error', ...parameters, specifier],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm could not install ${specifier}: ${stderr}`);
  try {
    renameSync(folder, target);
  } catch (error) {
    // Another run has made the target in the meantime.
    if (!existsSync(target)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}
