// A desktop that shows notifications, for the tests of those who are asked by one.
import { spawnSync } from 'node:child_process';
import { installMissing } from './debian-packages.mjs';

const PROGRAMS = ['dunst', 'dunstctl', 'Xvfb', 'dbus-daemon'];

/**
 * Installs what the desktop needs, if it is missing. That works on Debian and its derivatives, as root.
 *
 * @throws Error that names the missing programs, when they cannot be installed here.
 */
export function installDesktop() {
  installMissing(
    () => PROGRAMS.filter((program) => spawnSync('which', [program]).status !== 0),
    ['dunst', 'xvfb', 'dbus'],
  );
}
