import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import ts from 'typescript';
import { describedNames, missingNames } from './readme-names.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'readme-names-'));
const file = path.join(folder, 'index.d.ts');
after(() => rmSync(folder, { recursive: true }));

describe('the names that a README must have', () => {
  it('are the members of exported options, limits and counters, also the inherited ones', () => {
    writeFileSync(
      path.join(folder, 'base.d.ts'),
      'export interface BaseLimits { pending?: number }',
    );
    writeFileSync(
      file,
      `import { BaseLimits } from './base';
      export interface ChessLimits extends BaseLimits { moves?: number }
      export interface Board { squares: number }
      interface HiddenOptions { hidden?: string }
      export { BaseLimits } from './base';`,
    );
    const program = ts.createProgram([file], {});
    assert.deepEqual([...describedNames(program, [program.getSourceFile(file)])].sort(), [
      'moves',
      'pending',
    ]);
  });

  it('are found as whole words in code spans and blocks only', () => {
    const text = '`limits.pending`, moves, `movesEach`\n```ts\nopen({ name })\n```';
    assert.deepEqual(missingNames(text, ['pending', 'moves', 'name']), ['moves']);
  });
});
