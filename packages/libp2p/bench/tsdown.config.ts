import { defineConfig } from 'tsdown';

// What is measured is compiled as what is published: a loader that compiles on the way makes it slower.
export default defineConfig({
  entry: [
    'run.ts',
    'recipient.ts',
    'crowd-recipients.ts',
    'directory-crowd.ts',
    'relay-program.ts',
    'relay-holders.ts',
  ],
  outDir: '../out-tsc/bench',
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  tsconfig: '../tsconfig.spec.json',
  noExternal: [/^@beckon\//],
  inputOptions: { resolve: { conditionNames: ['@beckon/source', 'node', 'import', 'default'] } },
  logLevel: 'error',
});
