// What the operating system must have, and how Debian gets it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

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
  const missing = missingTools();
  if (missing.length === 0) return;
  const canInstall =
    process.arch === 'x64' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    throw new Error(
      `Missing: ${missing.join(', ')}. On Debian or Ubuntu run as root: apt-get install --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}`,
    );
  }
  console.log(`Installing ${missing.join(', ')} …`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'] };
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const parameters of [
    ['update', '-qq'],
    ['install', '-qq', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES],
  ]) {
    const { status } = spawnSync('apt-get', parameters, { ...options, env: environment });
    if (status !== 0) throw new Error(`apt-get ${parameters.join(' ')} failed.`);
  }
  const still = missingTools();
  if (still.length > 0) throw new Error(`Still missing after the install: ${still.join(', ')}.`);
}
