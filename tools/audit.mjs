// Asks the registry for known weaknesses of what users install, by the lock file. A registry that
// does not answer is not a clean result: the command says so, and fails.
import { spawnSync } from 'node:child_process';
import { root } from './lib/root.mjs';

const { status, stdout, stderr } = spawnSync(
  'npm',
  ['audit', '--omit=dev', '--package-lock-only'],
  {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  },
);
if (/audit endpoint returned an error|ENOAUDIT/.test(stderr)) {
  console.log(`Not audited: the registry of this npm answers no audits.\n${stderr.trim()}`);
  process.exitCode = 1;
} else {
  console.log(`${stdout}${stderr}`.trim());
  process.exitCode = status;
}
