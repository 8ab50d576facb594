// Packages that must not lie in the workspace: for another system, or with install scripts that download
// a program. They are fetched into the user's cache folder, and none of their scripts is run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where everything lies that is fetched. */
export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'beckon',
);

/**
 * The `node_modules` folder with the package `specifier`, which names an exact version, and its
 * dependencies. `parameters` are npm's. Fetched on the first call.
 */
export function fetchedPackage(specifier, parameters = []) {
  const target = path.join(cacheFolder, [specifier, ...parameters].join(' ').replaceAll('/', '+'));
  if (!existsSync(target)) fetchInto(target, specifier, parameters);
  return path.join(target, 'node_modules');
}

/** Fetches into a temporary folder first: one that is there is complete. */
function fetchInto(target, specifier, parameters) {
  console.log(`Fetching ${specifier} …`);
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, 'fetch-'));
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
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
    // Another run was first.
    if (!existsSync(target)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}
