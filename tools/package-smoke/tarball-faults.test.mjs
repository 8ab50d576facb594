import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { folderFaults } from './tarball-faults.mjs';

const right = {
  'package.json': '{}',
  'README.md': '',
  LICENSE: '',
  'CHANGELOG.md': '',
  'src/index.ts': 'export const one = 1;',
  'dist/index.mjs': '//#region src/index.ts\n//# sourceMappingURL=index.mjs.map',
  'dist/index.mjs.map': JSON.stringify({ sources: ['../src/index.ts'] }),
};

describe('the files of a packed package', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tarball-faults-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const faultsOf = (changes) => {
    for (const [name, text] of Object.entries({ ...right, ...changes })) {
      if (text === undefined) continue;
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return folderFaults(folder);
  };

  it('are without fault when each belongs there', () => {
    assert.deepEqual(faultsOf({}), []);
  });

  for (const file of [
    'src/index.test.ts',
    'src/test/help.ts',
    'jest.config.cjs',
    'dist/a.tsbuildinfo',
  ]) {
    it(`do not include ${file}`, () => {
      assert.deepEqual(faultsOf({ [file]: '' }), [`${file} does not belong in the package`]);
    });
  }

  it('include the licence', () => {
    assert.deepEqual(faultsOf({ LICENSE: undefined }), ['LICENSE is missing']);
  });

  it('have a source map for each built file', () => {
    assert.deepEqual(faultsOf({ 'dist/index.mjs': '//#region src/index.ts' }), [
      'dist/index.mjs has no source map',
    ]);
    assert.deepEqual(faultsOf({ 'dist/index.mjs': 'export * from "./a.mjs";' }), []);
  });

  it('have source maps that lead to sources', () => {
    const [fault] = faultsOf({ 'src/index.ts': undefined });
    assert.match(fault, /leads to \.\.\/src\/index\.ts, which is not there/);
    const inline = JSON.stringify({ sources: ['../src/index.ts'], sourcesContent: ['1'] });
    assert.deepEqual(faultsOf({ 'src/index.ts': undefined, 'dist/index.mjs.map': inline }), []);
  });
});
