// Compiles the program of the tests that kill, before they run: it starts many times as fast as from its sources.
import path from 'node:path';
import { build } from 'tsdown';

const folder = path.join(import.meta.dirname, '..');

export default async function compilePrograms() {
  await build({
    config: false,
    cwd: folder,
    entry: ['test/mail-program.ts'],
    outDir: 'out-tsc/test',
    format: ['esm'],
    dts: false,
    platform: 'node',
    target: 'es2022',
    fixedExtension: true,
    tsconfig: 'tsconfig.spec.json',
    noExternal: [/^@beckon\//],
    inputOptions: { resolve: { conditionNames: ['@beckon/source', 'node', 'import', 'default'] } },
    logLevel: 'error',
  });
}
