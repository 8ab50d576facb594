// Builds the lobby, then runs a host with its page; `--two` runs two, for one person who wants to see
// both sides. Other arguments are the host's: see `npm start -- --help`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildProjects } from './lib/build-projects.mjs';
import { root } from './lib/root.mjs';

const TWO = [
  ['--name', 'Ada', '--port', '4811'],
  ['--name', 'Bob', '--port', '4812'],
];

const given = process.argv.slice(2).filter((argument) => argument !== '--two');
const hosts = process.argv.includes('--two') ? TWO : [[]];

if (buildProjects(['lobby'])) {
  const main = path.join(root, 'apps/lobby/dist/host.mjs');
  // Somebody sits here.
  const open = process.stdout.isTTY ? ['--open'] : [];
  const running = hosts.map((host) =>
    spawn(process.execPath, [main, ...open, ...host, ...given], { stdio: 'inherit' }),
  );
  let isEnding = false;
  // Once: a second signal would cut short how a host takes leave.
  const end = () => {
    if (!isEnding) running.forEach((host) => host.kill('SIGTERM'));
    isEnding = true;
  };
  // A terminal sends Ctrl+C to the hosts as well; whoever ends this process by other means does not.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  for (const host of running) {
    host.on('exit', (code) => {
      if (code !== 0) process.exitCode = 1;
      // One alone is of no use when two were asked for.
      end();
    });
  }
} else {
  process.exitCode = 1;
}
