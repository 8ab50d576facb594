// Packs every public package, and uses the tarballs outside the workspace, as a user does. On each
// supported Node npm installs them with their dependencies, and a program imports and requires
// them. A project in TypeScript compiles against them, and runs tests with Jest in CommonJS and
// with Vitest.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { currentNode, fetchedNode, oldestNode, supportedNodes } from '../lib/fetched-node.mjs';
import { npmInstall, packPackages, run } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';
import { writeConsumer } from './consumer.mjs';
import { manifestFaults } from './manifest-faults.mjs';
import { tarballFaults } from './tarball-faults.mjs';

/**
 * The oldest TypeScript with `skipLibCheck`, the oldest without it, and the newest, by their names
 * in the project.
 */
const TYPESCRIPTS = {
  typescript: '5.0.4',
  'typescript-libs': '5.7.3',
  'typescript-newest': '7.0.2',
};

const DEVELOPMENT_TOOLS = [
  ...Object.entries(TYPESCRIPTS).map(([name, version]) => `${name}@npm:typescript@${version}`),
  '@types/jest@30.0.0',
  '@types/node@22.20.5',
  '@types/react@19.3.0',
  'jest@30.5.2',
  'ts-jest@29.4.15',
  'vitest@5.1.1',
];

const temp = mkdtempSync(path.join(realpathSync(tmpdir()), 'package-smoke-'));

/** Runs an action. Returns whether it succeeded; the output of a failed action is printed. */
function succeeds(title, action) {
  const start = performance.now();
  try {
    action();
    console.log(`ok      ${title} (${((performance.now() - start) / 1_000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    console.log(`failed  ${title}\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
    process.exitCode = 1;
    return false;
  }
}

/**
 * Installs the packages in a project with one Node, and loads them. Returns whether the install
 * succeeded.
 */
function install(folder, packages, version, isStrict) {
  mkdirSync(folder);
  const manifests = packages.map(({ manifest }) => manifest);
  writeConsumer(folder, manifests);
  const node = fetchedNode(version);
  const tarballs = packages.map(({ tarball }) => tarball);
  const parameters = [`--engine-strict=${isStrict}`];
  const isInstalled = succeeds(`Node ${version}: npm install ${parameters}`, () =>
    npmInstall(folder, tarballs, { node, parameters }),
  );
  if (isInstalled) {
    succeeds(`Node ${version}: import`, () => run(node, ['import.mjs'], folder));
    succeeds(`Node ${version}: require`, () => run(node, ['require.cjs'], folder));
    succeeds(`Node ${version}: npx beckon`, () => runCommand(folder, node));
  }
  return isInstalled;
}

/** Runs the command as a user does, with an identity of its own. */
function runCommand(folder, node) {
  const npx = (...parameters) =>
    run('npx', ['--no-install', 'beckon', ...parameters], folder, node);
  npx('--version');
  process.env.BECKON_HOME = path.join(folder, 'home');
  const { fingerprint } = JSON.parse(npx('whoami', '--json'));
  if (!/^\d{5}( \d{5}){7}$/.test(fingerprint)) throw new Error(`fingerprint: ${fingerprint}`);
}

/** Compiles and tests a project that has the packages. */
function develop(folder) {
  const node = fetchedNode(currentNode);
  const isInstalled = succeeds('npm install of development tools', () =>
    npmInstall(folder, DEVELOPMENT_TOOLS, { node }),
  );
  if (!isInstalled) return;
  const runTool = (title, program, ...parameters) =>
    succeeds(title, () => run(node, [`node_modules/${program}`, ...parameters], folder));
  const compile = (name, resolution, ...parameters) => {
    const title = ['TypeScript', TYPESCRIPTS[name], resolution, ...parameters].join(' ');
    runTool(title, `${name}/bin/tsc`, '-p', `tsconfig.${resolution}.json`, ...parameters);
  };
  compile('typescript', 'node10');
  compile('typescript', 'nodenext');
  compile('typescript', 'bundler');
  compile('typescript-libs', 'nodenext', '--skipLibCheck', 'false');
  compile('typescript-newest', 'nodenext', '--skipLibCheck', 'false');
  compile('typescript-newest', 'bundler');
  runTool('Jest, CommonJS', 'jest/bin/jest.js');
  runTool('Vitest', 'vitest/vitest.mjs', 'run');
}

try {
  const packages = packPackages(path.join(temp, 'tarballs'));
  const workspace = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const { manifest, directory, tarball } of packages) {
    succeeds(`${manifest.name}: package.json and files`, () => {
      const faults = [...manifestFaults(manifest, directory, workspace), ...tarballFaults(tarball)];
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
  }
  const folderOf = (version) => path.join(temp, `node-${version}`);
  const installed = supportedNodes.filter((version) =>
    install(folderOf(version), packages, version, true),
  );
  install(folderOf(oldestNode), packages, oldestNode, false);
  if (installed.includes(currentNode)) develop(folderOf(currentNode));
} finally {
  rmSync(temp, { recursive: true, force: true });
}
