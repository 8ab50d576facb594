// The page was rendered on the server, and its hooks are in a script for the browser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

assert.match(readFileSync('.next/server/app/index.html', 'utf8'), /<button>Invite Bob<\/button>/);
const scripts = readdirSync('.next/static', { recursive: true })
  .filter((file) => file.endsWith('.js'))
  .map((file) => readFileSync(path.join('.next/static', file), 'utf8'));
assert.ok(scripts.some((script) => script.includes('Invite Bob')));
console.log('Bob: invite');
