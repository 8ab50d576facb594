// Compiles a program for tests that start it as a process: in one piece it starts many times as fast as from its sources.
import { build } from 'tsdown';

/** Compiles `entry` of the package in `folder` into its `out-tsc/test`. */
export async function compileProgram({ folder, entry, tsconfig }) {
  await build({
    config: false,
    cwd: folder,
    entry: [entry],
    outDir: 'out-tsc/test',
    format: ['esm'],
    dts: false,
    platform: 'node',
    target: 'es2022',
    fixedExtension: true,
    tsconfig,
    noExternal: [/^@beckon\//],
    inputOptions: { resolve: { conditionNames: ['@beckon/source', 'node', 'import', 'default'] } },
    logLevel: 'error',
  });
}
