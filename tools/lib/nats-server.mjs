// The NATS server that the benchmark of @beckon/libp2p compares with.
import { existsSync } from 'node:fs';
import { installWhatIsMissing } from './debian-packages.mjs';

const DEBIAN_PACKAGES = ['nats-server'];

const candidates = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/** The path of the server, or of what `BECKON_NATS_SERVER` names; `undefined` when there is none. */
export function findNatsServer() {
  return [process.env.BECKON_NATS_SERVER, ...candidates].find((path) => path && existsSync(path));
}

/**
 * Installs the server when it is missing, on Debian and its like as root.
 *
 * @throws Error that says what to do where that cannot be done.
 */
export function installNatsServer() {
  installWhatIsMissing(() => (findNatsServer() ? [] : ['nats-server']), DEBIAN_PACKAGES);
}
