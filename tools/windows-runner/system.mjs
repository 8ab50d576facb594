// The programs that the operating system must have, and their installation on Debian.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installMissing } from '../lib/debian-packages.mjs';

const DEBIAN_PACKAGES = ['wine', 'wine64', 'gcc-mingw-w64-x86-64'];

export const isWindows = process.platform === 'win32';

const wineCandidates = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'];

/** Returns the path of wine. `undefined` when it is not installed. */
export function findWine() {
  return wineCandidates.find((path) => existsSync(path));
}

/** Returns the names of the missing programs for building and running Windows programs. */
export function missingTools() {
  const missing = [];
  if (process.arch !== 'x64') missing.push(`a 64-bit x86 processor (this is ${process.arch})`);
  if (!isWindows && findWine() === undefined) missing.push('wine');
  const compiler = process.env.REFERENCE_P2P_CC ?? 'x86_64-w64-mingw32-gcc';
  if (spawnSync(compiler, ['--version']).status !== 0) missing.push(`mingw-w64 (${compiler})`);
  return missing;
}

/**
 * Installs the missing programs. That works on Debian and its derivatives, as root.
 *
 * @throws Error that names the missing programs, when they cannot be installed here.
 */
export function installTools() {
  if (process.arch !== 'x64') throw new Error(`Missing: ${missingTools().join(', ')}.`);
  installMissing(missingTools, DEBIAN_PACKAGES);
}
