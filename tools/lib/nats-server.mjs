// Finds or installs the NATS server, for the tests and benchmarks beside it.
import { existsSync } from 'node:fs';
import { installMissing } from './debian-packages.mjs';

const DEBIAN_PACKAGES = ['nats-server'];

const candidates = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/**
 * Returns the path of the server: `BECKON_NATS_SERVER`, or the installed one. `undefined` without
 * either.
 */
export function findNatsServer() {
  return [process.env.BECKON_NATS_SERVER, ...candidates].find((path) => path && existsSync(path));
}

/**
 * Installs the server when it is missing. That works on Debian and its derivatives, as root.
 *
 * @throws Error that says what to do, when the server cannot be installed here.
 */
export function installNatsServer() {
  installMissing(() => (findNatsServer() ? [] : ['nats-server']), DEBIAN_PACKAGES);
}
