// A registry on this machine that has only what is published to it. All other packages come from
// the registry of the user's npm: a project's .npmrc names this one for `@beckon` alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fetchedPackage } from '../lib/fetched-package.mjs';

/** The newest Verdaccio that runs on Node 20. */
const VERDACCIO = 'verdaccio@6.8.0';
/** Verdaccio names this one by a tag of the registry, which is not everywhere. */
const OVERRIDES = { 'node-fetch': '2.7.0' };
const START_LIMIT_MS = 60_000;

/**
 * Starts a registry that keeps its files in `folder`.
 *
 * @returns the `npmrc` of a project that installs from it, the `npmrc` of one who publishes to it,
 *    and `stop()`
 */
export async function startRegistry(folder) {
  mkdirSync(folder, { recursive: true });
  const configFile = path.join(folder, 'config.yaml');
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  // JSON is YAML too.
  writeFileSync(configFile, JSON.stringify(configOf(folder)));
  const program = path.join(fetchedPackage(VERDACCIO, [], OVERRIDES), 'verdaccio/bin/verdaccio');
  const logFile = path.join(folder, 'log.txt');
  const log = openSync(logFile, 'w');
  const server = spawn(process.execPath, [program, '--config', configFile, '--listen', host], {
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  const stop = async () => {
    if (server.exitCode !== null) return;
    server.kill();
    await once(server, 'exit');
  };
  try {
    await answers(`http://${host}/-/ping`, server, logFile);
    const npmrc = `@beckon:registry=http://${host}/\n`;
    const token = await registerUser(`http://${host}`);
    return { npmrc, publisherNpmrc: `${npmrc}//${host}/:_authToken=${token}\n`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configOf(folder) {
  return {
    storage: path.join(folder, 'storage'),
    auth: { htpasswd: { file: path.join(folder, 'htpasswd') } },
    uplinks: {},
    packages: { '@beckon/*': { access: '$all', publish: '$authenticated' } },
    web: { enable: false },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url, server, logFile) {
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  while (server.exitCode === null && !limit.aborted) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await setTimeout(200);
  }
  throw new Error(`The registry has not started:\n${readFileSync(logFile, 'utf8')}`);
}

/** Makes the user who publishes. Returns the user's token. */
async function registerUser(registry) {
  const user = { name: 'publisher', password: 'only-on-this-machine' };
  const response = await fetch(`${registry}/-/user/org.couchdb.user:${user.name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  const { token } = await response.json();
  if (!token) throw new Error(`The registry has given no token: ${response.status}`);
  return token;
}
