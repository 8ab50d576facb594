// The components of the site are TypeScript, which Vite strips and does not check.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { it } from 'node:test';

const folder = path.join(import.meta.dirname, '..');

it('the components, and what pages are drawn from, have no error of type', () => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'check-types'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});
