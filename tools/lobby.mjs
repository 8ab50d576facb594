// Builds the lobby, then runs a host with its page. `--two` runs two hosts, for one person who
// wants to see both sides; `--pages` runs a relay and two pages without a host. All other arguments go to the
// hosts: see `npm start -- --help`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildProjects } from './lib/build-projects.mjs';
import { root } from './lib/root.mjs';

const TWO = [
  ['--name', 'Ada', '--port', '4811'],
  ['--name', 'Bob', '--port', '4812'],
];

const arePages = process.argv.includes('--pages');
const given = process.argv.slice(2).filter((each) => each !== '--two' && each !== '--pages');
const hosts = process.argv.includes('--two') && !arePages ? TWO : [[]];

if (buildProjects(['lobby'])) {
  const main = path.join(root, `apps/lobby/dist/${arePages ? 'pages' : 'host'}.mjs`);
  // A terminal means that a person is here: the host opens its page in their browser.
  const open = process.stdout.isTTY && !arePages ? ['--open'] : [];
  const running = hosts.map((host) =>
    spawn(process.execPath, [main, ...open, ...host, ...given], { stdio: 'inherit' }),
  );
  let isEnding = false;
  // Only once: a second signal would interrupt a host that is closing.
  const end = () => {
    if (!isEnding) running.forEach((host) => host.kill('SIGTERM'));
    isEnding = true;
  };
  // Ctrl+C in a terminal reaches the hosts too. Another signal reaches only this process.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  for (const host of running) {
    host.on('exit', (code) => {
      if (code !== 0) process.exitCode = 1;
      // When one host has ended, the other ends as well.
      end();
    });
  }
} else {
  process.exitCode = 1;
}
