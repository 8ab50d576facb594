// The benchmark of @beckon/libp2p. It gets the path of nats-server, one of its contenders, as
// BECKON_NATS_SERVER; the server is installed first when it is missing.
import { spawnSync } from 'node:child_process';
import { findNatsServer, installNatsServer } from './lib/nats-server.mjs';

try {
  installNatsServer();
} catch (error) {
  console.log(`Without NATS: ${error.message}\n`);
}
const natsServer = findNatsServer();
const bench = spawnSync(
  'npm',
  ['run', '--silent', 'bench', '--workspace', '@beckon/libp2p', '--', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...(natsServer && { BECKON_NATS_SERVER: natsServer }) },
  },
);
process.exitCode = bench.status ?? 1;
