import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { root } from '../lib/root.mjs';

const folder = path.join(root, '.github');
const files = readdirSync(folder, { recursive: true }).filter((file) => /\.ya?ml$/.test(file));
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const workflows = files
  .filter((file) => file.startsWith('workflows'))
  .map((file) => [file, readYaml(file)]);
const stepsOf = ({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps);

function readYaml(file) {
  return parse(readFileSync(path.join(folder, file), 'utf8'), { strict: true });
}

/** Whether a command is one that developers run too. */
function isOurs(command) {
  const script = /^npm (?:run ([\w:]+)|(test))(?: --.*)?$/.exec(command);
  if (script !== null) return scripts[script[1] ?? script[2]] !== undefined;
  return ['npm ci', '.ci/run', 'git config --global core.autocrlf false'].includes(command);
}

describe('the files for the CI', () => {
  for (const file of files) {
    it(`${file} is YAML`, () => assert.equal(typeof readYaml(file), 'object'));
  }

  for (const [file, workflow] of workflows) {
    it(`${file} runs only what developers run too`, () => {
      const commands = stepsOf(workflow).flatMap(({ run, with: input }) =>
        [run, input?.version, input?.publish].filter((command) => command !== undefined),
      );
      assert.ok(commands.length > 0);
      assert.deepEqual(
        commands.filter((command) => !isOurs(String(command))),
        [],
      );
    });

    it(`${file} may write only to publish`, () => {
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      const writing = Object.entries(workflow.jobs).filter(([, job]) => job.permissions);
      assert.deepEqual(
        writing.map(([name]) => name),
        file.endsWith('release.yml') ? ['release'] : [],
      );
    });
  }

  it('a release has the right to prove where it was built', () => {
    const release = workflows.find(([file]) => file.endsWith('release.yml'))[1];
    assert.equal(release.jobs.release.permissions['id-token'], 'write');
  });

  it('the tests run on three systems and each supported line of Node', () => {
    const check = workflows.find(([file]) => file.endsWith('check.yml'))[1];
    const { system, node } = check.jobs.tests.strategy.matrix;
    assert.equal(system.length, 3);
    assert.deepEqual(node, [20, 22, 24, 26]);
  });
});
