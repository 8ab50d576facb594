// Installs programs that the system lacks. That works on Debian and its derivatives, as root.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs `packages` when `findMissing` names a missing program.
 *
 * @param findMissing - Gives the names of the missing programs.
 * @throws Error that names the missing programs, when they cannot be installed here.
 */
export function installMissing(findMissing, packages) {
  const missing = findMissing();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `Missing: ${missing.join(', ')}. On Debian or Ubuntu run as root: apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
  }
  console.log(`Installing ${missing.join(', ')} …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  for (const parameters of [
    ['update', '-qq'],
    ['install', '-qq', '-y', '--no-install-recommends', ...packages],
  ]) {
    const { status } = spawnSync('apt-get', parameters, options);
    if (status !== 0) throw new Error(`apt-get ${parameters.join(' ')} failed.`);
  }
  const still = findMissing();
  if (still.length > 0) throw new Error(`Still missing after the install: ${still.join(', ')}.`);
}
