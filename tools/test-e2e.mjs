// Runs the end-to-end tests in Chromium. A missing Chromium is installed first.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installChromium } from './lib/chromium/chromium.mjs';

installChromium();
const test = path.join(import.meta.dirname, 'test.mjs');
const run = spawnSync(process.execPath, [test, '--projects=lobby-e2e'], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
