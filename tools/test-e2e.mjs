// Runs the end-to-end tests in Chromium, Firefox and WebKitGTK. What is missing is installed first.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installBrowsers } from './lib/browsers/browsers.mjs';

installBrowsers();
const test = path.join(import.meta.dirname, 'test.mjs');
const run = spawnSync(process.execPath, [test, '--projects=lobby-e2e'], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
