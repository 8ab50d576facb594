// Makes the pictures of the documents anew: runs the tests that look at pages, and takes each picture in docs/images
// from what they have kept under the same name.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installBrowsers } from './lib/browsers/browsers.mjs';
import { root } from './lib/root.mjs';

const PROJECTS = ['lobby-e2e', 'docs'];
const SOURCES = PROJECTS.map((project) =>
  path.join(root, 'apps', project, 'test-results/screenshots'),
);
const target = path.join(root, 'docs/images');

installBrowsers();
const tests = path.join(import.meta.dirname, 'test.mjs');
const { status } = spawnSync(process.execPath, [tests, `--projects=${PROJECTS.join(',')}`], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
if (process.exitCode === 0) for (const picture of readdirSync(target)) take(picture);

function take(picture) {
  const made = SOURCES.map((folder) => path.join(folder, picture)).find(existsSync);
  if (made === undefined) {
    console.error(`No test makes docs/images/${picture}.`);
    process.exitCode = 1;
    return;
  }
  copyFileSync(made, path.join(target, picture));
  console.log(`docs/images/${picture}`);
}
