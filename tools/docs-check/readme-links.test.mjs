import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { brokenLinks } from './readme-links.mjs';

const site = 'https://example.org/beckon';
const root = mkdtempSync(path.join(tmpdir(), 'readme-links-'));
const folder = path.join(root, 'packages/core');
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'index.js'), '');
writeFileSync(path.join(root, 'packages/other.md'), '');
writeFileSync(path.join(root, 'GUIDE.md'), '## An adapter\n');
after(() => rmSync(root, { recursive: true }));

const broken = (...lines) =>
  brokenLinks(lines.join('\n'), { folder, site, root }).map(({ line }) => line);

describe('the links of a packed README', () => {
  it('may lead to a file in the package, and to none beside it', () => {
    assert.deepEqual(broken('[a](index.js)', '[b](none.js)', '[c](../other.md)'), [2, 3]);
  });

  it('may lead to a file of the repository and to a heading in it, if both exist', () => {
    const at = `${site}/blob/main`;
    assert.deepEqual(
      broken(
        `[a](${at}/GUIDE.md#an-adapter)`,
        `[b](${at}/GUIDE.md#a-bicycle)`,
        `[c](${at}/docs/NOWHERE.md)`,
        `[d](${site}/tree/main/packages)`,
      ),
      [2, 3],
    );
  });

  it('may lead to a heading of the README, also to the second with the same text', () => {
    const headings = ['# Use `open()`, and close', '## Options', '## Options'];
    const links = ['[a](#use-open-and-close)', '[b](#options-1)', '[c](#options-2)'];
    assert.deepEqual(broken(...headings, ...links), [6]);
  });

  it('are checked in pictures and references too, but not in code', () => {
    assert.deepEqual(
      broken(
        '[![a](none.png)](https://example.org)',
        '[b]: none.md',
        '`[c](none)`',
        '```',
        '[d](e)',
        '```',
      ),
      [1, 2],
    );
  });
});
