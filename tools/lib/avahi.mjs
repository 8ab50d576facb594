// Avahi, the foreign peer of the tests of people near me.
import { spawnSync } from 'node:child_process';
import { installMissing } from './debian-packages.mjs';

const PROGRAMS = ['avahi-daemon', 'avahi-browse', 'avahi-publish', 'dbus-daemon'];

/**
 * Installs Avahi, if it is missing. That works on Debian and its derivatives, as root.
 *
 * @throws Error that names the missing programs, when they cannot be installed here.
 */
export function installAvahi() {
  installMissing(
    () => PROGRAMS.filter((program) => spawnSync('which', [program]).status !== 0),
    ['avahi-daemon', 'avahi-utils', 'dbus'],
  );
}
