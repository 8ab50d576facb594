import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  installedPackages,
  isAsShown,
  neededPackages,
  readmeExamples,
} from './readme-examples.mjs';

const readme = (...lines) => lines.join('\n');
const runnersIn = (text) => readmeExamples('README.md', text).map(({ runner }) => runner);

describe('the examples of a README', () => {
  it('run if a comment before the fence says so', () => {
    const text = readme(
      '<!-- run -->',
      '',
      '```ts',
      '```',
      '<!-- run with jest -->',
      '```tsx',
      '```',
      '<!-- run with vitest -->',
      '```ts',
      '```',
      'A sentence.',
      '```ts',
      '```',
    );
    assert.deepEqual(runnersIn(text), ['node', 'jest', 'vitest', undefined]);
  });

  it('run side by side in two terminals, each with its output', () => {
    const text = readme(
      '<!-- run in terminal 1 -->',
      '```ts',
      '// bob.ts',
      '```',
      '<!-- run in terminal 2 -->',
      '```ts',
      '// ada.ts',
      '```',
      '```text',
      'accepted',
      '```',
    );
    assert.deepEqual(
      readmeExamples('README.md', text).map(({ runner, prints }) => [runner, prints]),
      [
        ['terminal 1', undefined],
        ['terminal 2', 'accepted'],
      ],
    );
  });

  it('are refused when the comment is misspelt', () => {
    const text = readme('<!-- run jest -->', '```ts', '```');
    assert.throws(() => runnersIn(text), /README\.md:3: "<!-- run jest -->"/);
  });

  it('must print the text block directly after a program, and no later one', () => {
    const program = ['<!-- run -->', '```ts', 'console.log(1);', '```'];
    const output = ['It prints:', '```text', '1', '```'];
    const printed = (...parts) => readmeExamples('README.md', readme(...parts.flat()))[0].prints;
    assert.equal(printed(program, output), '1');
    assert.equal(printed(program, ['```sh', 'ls', '```'], output), undefined);
  });

  it('have the file name in the comment that begins them', () => {
    const text = readme('```ts', '// server.ts', '```', '```ts', '// A server.', '```');
    const names = readmeExamples('README.md', text).map(({ fileName }) => fileName);
    assert.deepEqual(names, ['server.ts', undefined]);
  });

  it('need the packages that they import, the runner of their tests and its environment', () => {
    const code = readme(
      '/** @jest-environment jsdom */',
      "import type { Guid } from '@beckon/core';",
      "import { serveBridge } from '@beckon/bridge/server';",
      "import { once } from 'node:events';",
      "import './local.ts';",
      "const { of } = await import('rxjs');",
    );
    assert.deepEqual(
      [...neededPackages({ code, runner: 'jest' })],
      ['@beckon/core', '@beckon/bridge', 'rxjs', 'jest', 'jest-environment-jsdom'],
    );
  });
});

describe('the packages that a README installs', () => {
  const installed = (...lines) => [
    ...installedPackages('README.md', readme('```sh', ...lines, '```')),
  ];

  it('are the names in its npm install lines, with their versions', () => {
    assert.deepEqual(
      installed(
        'npm install --save-dev @beckon/mock jest@30 # a comment',
        'cd app && npm i rxjs \\',
        '  ws',
      ),
      [
        ['@beckon/mock', undefined],
        ['jest', '30'],
        ['rxjs', undefined],
        ['ws', undefined],
      ],
    );
  });

  it('are neither options, paths, tarballs nor words of other commands', () => {
    assert.deepEqual(installed('npm install -D ../beckon ./x.tgz beckon.tgz', 'npm run build'), []);
  });
});

describe('the output that a README shows', () => {
  it('is the whole output, without the blanks around it', () => {
    assert.equal(isAsShown('a\nb', 'a\nb\n'), true);
    assert.equal(isAsShown('a', 'a\nb'), false);
    assert.equal(isAsShown('a.c', 'abc'), false);
  });

  it('may leave out any text with an ellipsis', () => {
    assert.equal(isAsShown('at /ip4/…/tcp/…\ndone', 'at /ip4/127.0.0.1/tcp/4001\ndone'), true);
    assert.equal(isAsShown('at …\ndone', 'at once'), false);
  });
});
