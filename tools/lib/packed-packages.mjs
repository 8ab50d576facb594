// Packs the public packages, and installs them with npm outside the workspace, as users get them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Runs a command in `folder`, with `node` first on its path. Returns its output. */
export function run(command, parameters, folder, node = process.execPath) {
  return execFileSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
  });
}

/**
 * Packs every public package into `folder`. Returns the `manifest` of each, the path of its
 * `tarball`, and its `directory` in the repository.
 */
export function packPackages(folder) {
  mkdirSync(folder, { recursive: true });
  const directories = readdirSync(path.join(root, 'packages'))
    .map((name) => path.posix.join('packages', name))
    .filter((directory) => !readJson(path.join(root, directory, 'package.json')).private);
  const packed = JSON.parse(
    run(
      'npm',
      ['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`].concat(
        directories.map((directory) => `--workspace=${directory}`),
      ),
      root,
    ),
  );
  return directories.map((directory) => {
    const manifest = readJson(path.join(root, directory, 'package.json'));
    const { filename } = Object.values(packed).find(({ name }) => name === manifest.name);
    return { directory, manifest, tarball: path.join(folder, filename) };
  });
}

/** Installs packages with npm into the project at `folder`, with `node` as the user's Node. */
export function npmInstall(folder, specifiers, { node, parameters = [] } = {}) {
  const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...common, ...parameters, ...specifiers], folder, node);
}
