// Installs the dependencies when node_modules does not belong to this lock file and this Node.
// `--stamp` only records that node_modules belongs to them. npm runs it after an install.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const stampFile = path.join(root, 'node_modules/.beckon-install');
const lockFile = path.join(root, '.install-lock');

function currentStamp() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const nodeMajor = process.versions.node.split('.')[0];
  return `${hash} node${nodeMajor} ${process.platform}-${process.arch}\n`;
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === currentStamp();
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Waits for a running install, and acquires the lock. Removes the lock of a dead process. */
function acquireLock() {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    const holder = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : String(process.pid);
    if (!isRunning(Number(holder))) rmSync(lockFile, { force: true });
  }
}

function install() {
  console.log('Dependencies are not installed for this lock file: running npm ci …');
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ` with exit code ${status}`}.`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(stampFile, currentStamp());
}

if (process.argv.includes('--stamp')) {
  // A dry run of npm installs nothing.
  if (existsSync(path.dirname(stampFile))) writeFileSync(stampFile, currentStamp());
} else if (!isInstalled()) {
  acquireLock();
  try {
    if (!isInstalled()) install();
  } finally {
    rmSync(lockFile, { force: true });
  }
}
