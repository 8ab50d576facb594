import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import path from 'node:path';

const env = { ...process.env, BECKON_HOME: path.resolve('home') };
const output = execSync('npx --no-install beckon doctor --json', { encoding: 'utf8', env });
const checks = output
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
for (const { name, state, found } of checks) console.log(`${state} ${name}: ${found}`);
const stateOf = (wanted) => checks.find(({ name }) => name === wanted)?.state;
assert.equal(stateOf('Node.js'), 'works');
assert.equal(stateOf('libp2p'), 'works');
