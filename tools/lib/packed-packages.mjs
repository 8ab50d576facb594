// Packs the public packages, and installs them with npm outside the workspace, as users get them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Runs a command in `folder`, with `node` first on its path. Returns its output. */
export function run(command, parameters, folder, node = process.execPath) {
  return execFileSync(command, parameters, { ...runOptions(folder, node), stdio: 'pipe' });
}

/** The options of a child process in `folder`, with `node` first on its path. */
export function runOptions(folder, node) {
  return {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
  };
}

/** The public packages of the workspace at `folder`: the `directory` and the `manifest` of each. */
export function publicPackages(folder = root) {
  return readdirSync(path.join(folder, 'packages'))
    .map((name) => path.posix.join('packages', name))
    .map((directory) => ({
      directory,
      manifest: readJson(path.join(folder, directory, 'package.json')),
    }))
    .filter(({ manifest }) => !manifest.private);
}

/**
 * Packs every public package of the workspace at `workspace` into `folder`. Returns the `manifest` of
 * each, the path of its `tarball`, and its `directory` in the repository.
 */
export function packPackages(folder, workspace = root) {
  mkdirSync(folder, { recursive: true });
  const packages = publicPackages(workspace);
  const packed = JSON.parse(
    run(
      'npm',
      ['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`].concat(
        packages.map(({ directory }) => `--workspace=${directory}`),
      ),
      workspace,
    ),
  );
  return packages.map(({ directory, manifest }) => {
    const { filename } = Object.values(packed).find(({ name }) => name === manifest.name);
    return { directory, manifest, tarball: path.join(folder, filename) };
  });
}

/** Installs packages with npm into the project at `folder`, with `node` as the user's Node. */
export function npmInstall(folder, specifiers, { node, parameters = [] } = {}) {
  const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...common, ...parameters, ...specifiers], folder, node);
}
