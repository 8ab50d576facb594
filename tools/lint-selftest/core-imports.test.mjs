// Core runs on any platform because it imports no library of a platform. These tests put each kind
// of forbidden import into a core file, in memory, and expect the lint rules to report it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const core = path.resolve(import.meta.dirname, '../../packages/core');
const eslint = new ESLint({ cwd: core });

async function rulesBrokenBy(code) {
  // The file must exist: type-aware rules know only files of the TypeScript project.
  const [result] = await eslint.lintText(code, { filePath: path.join(core, 'src/index.ts') });
  return result.messages.map(({ ruleId }) => ruleId);
}

describe('lint of @beckon/core', () => {
  // The layer rule reads the project graph from Nx's cache.
  before(() => createProjectGraphAsync());

  for (const name of ['koffi', 'react', 'libp2p', '@libp2p/crypto', 'node:fs', 'fs']) {
    it(`reports an import of ${name}`, async () => {
      const rules = await rulesBrokenBy(`export * from '${name}';\n`);
      assert.ok(rules.includes('no-restricted-imports'), `reported: ${rules}`);
    });
  }

  it('reports a dynamic import', async () => {
    const rules = await rulesBrokenBy(`export const fs = import('node:fs');\n`);
    assert.ok(rules.includes('no-restricted-syntax'), `reported: ${rules}`);
  });

  it('reports an import of an adapter as a breach of layers', async () => {
    const rules = await rulesBrokenBy(`export * from '@beckon/mock';\n`);
    assert.ok(rules.includes('@nx/enforce-module-boundaries'), `reported: ${rules}`);
  });

  it('accepts RxJS and files of core', async () => {
    const rules = await rulesBrokenBy(
      `export { firstValueFrom } from 'rxjs';\nexport * from './runtime.ts';\n`,
    );
    assert.deepEqual(rules, []);
  });
});
