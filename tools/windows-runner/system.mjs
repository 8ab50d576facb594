// What the operating system must have, and how Debian gets it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installWhatIsMissing } from '../lib/debian-packages.mjs';

const DEBIAN_PACKAGES = ['wine', 'wine64', 'gcc-mingw-w64-x86-64'];

export const isWindows = process.platform === 'win32';

const wineCandidates = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'];

/** The program that runs Windows programs; `undefined` when there is none. */
export function findWine() {
  return wineCandidates.find((path) => existsSync(path));
}

/** Names of what is missing to build and run Windows programs; none when it can be done. */
export function missingTools() {
  const missing = [];
  if (process.arch !== 'x64') missing.push(`a 64-bit x86 processor (this is ${process.arch})`);
  if (!isWindows && findWine() === undefined) missing.push('wine');
  const compiler = process.env.REFERENCE_P2P_CC ?? 'x86_64-w64-mingw32-gcc';
  if (spawnSync(compiler, ['--version']).status !== 0) missing.push(`mingw-w64 (${compiler})`);
  return missing;
}

/**
 * Installs what is missing, on Debian and its like as root.
 *
 * @throws Error that names what is missing where that cannot be done.
 */
export function installTools() {
  if (process.arch !== 'x64') throw new Error(`Missing: ${missingTools().join(', ')}.`);
  installWhatIsMissing(missingTools, DEBIAN_PACKAGES);
}
