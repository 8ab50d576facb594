// Runs the benchmark of @beckon/nats. The benchmark needs a NATS server, and gets the path of
// nats-server as BECKON_NATS_SERVER. A missing server is installed first.
import { spawnSync } from 'node:child_process';
import { findNatsServer, installNatsServer } from './lib/nats-server.mjs';

try {
  installNatsServer();
} catch (error) {
  console.log(`Without a server: ${error.message}\n`);
}
const natsServer = findNatsServer();
const bench = spawnSync(
  'npm',
  ['run', '--silent', 'bench', '--workspace', '@beckon/nats', '--', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...(natsServer && { BECKON_NATS_SERVER: natsServer }) },
  },
);
process.exitCode = bench.status ?? 1;
