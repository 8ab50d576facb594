// Projects as users have them, in the folder `projects`. Each installs what its package.json names,
// and then runs its script `check`, which uses the packages and prints what Bob has answered.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { fetchedNode } from '../lib/fetched-node.mjs';
import { runOptions } from '../lib/packed-packages.mjs';

const source = path.join(import.meta.dirname, 'projects');
/** A build of Next takes a minute on a machine with other work. */
const LIMIT_MS = 10 * 60_000;

/**
 * Projects that npm refuses on Node 20 when engines are strict, because a dependency of libp2p needs
 * a newer Node. They are installed there without that strictness.
 */
const REFUSED_ON_NODE_20 = ['libp2p', 'cli'];

/** The names of all projects. */
export const projectNames = readdirSync(source);

/**
 * Installs a project with one Node, and runs its check.
 *
 * @returns the `result`, the `seconds` that it took, and a `note` or the `output` of a failure
 */
export async function tryProject(name, version, npmrc, temp) {
  const folder = path.join(temp, `${name}-node-${version}`);
  cpSync(path.join(source, name), folder, { recursive: true });
  writeFileSync(path.join(folder, '.npmrc'), npmrc);
  const node = fetchedNode(version);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  try {
    const note = await install(name, version, folder, node);
    const { stdout } = await npm(['run', '--silent', 'check'], folder, node);
    return { result: 'ok', seconds: seconds(), note, output: stdout };
  } catch (error) {
    const output = `${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`;
    return { result: 'failed', seconds: seconds(), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns a note when engines are not strict. */
async function install(name, version, folder, node) {
  const isRefused = version.startsWith('20.') && REFUSED_ON_NODE_20.includes(name);
  if (!isRefused) {
    await npmInstall(folder, node, true);
    return undefined;
  }
  const refusal = await npmInstall(folder, node, true).then(
    () => 'nothing',
    (error) => error.stderr,
  );
  const refused = /^npm error engine Not compatible .*: (\S+)$/m.exec(refusal)?.[1];
  if (refused === undefined || refused.startsWith('@beckon/')) {
    throw new Error(`npm was to refuse a dependency on Node 20, and has refused: ${refusal}`);
  }
  await npmInstall(folder, node, false);
  return `installed without --engine-strict: npm refuses ${refused} on Node 20`;
}

/** Installs what the package.json of a project names. */
export function npmInstall(folder, node, isStrict) {
  const strictness = `--engine-strict=${isStrict}`;
  const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return npm(['install', strictness, ...common, '--prefer-offline'], folder, node);
}

/** Makes a project that has the packages `names`. */
export function writeProject(folder, names, npmrc) {
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(names.map((name) => [name, 'latest']));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  writeFileSync(path.join(folder, '.npmrc'), npmrc);
}

function npm(parameters, folder, node) {
  const options = runOptions(folder, node);
  return promisify(execFile)('npm', parameters, {
    ...options,
    env: {
      ...options.env,
      NEXT_TELEMETRY_DISABLED: '1',
      CI: '1',
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
    },
    timeout: LIMIT_MS,
    maxBuffer: 64 * 2 ** 20,
  });
}
