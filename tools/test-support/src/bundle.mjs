// Prints what a bundler makes of a program for a page, from the sources of the workspace. Jest's own module
// registry cannot load the bundler.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const inPage = (file) => fileURLToPath(new URL(file, import.meta.url));

const [entry] = process.argv.slice(2);
const built = await build({
  configFile: false,
  logLevel: 'error',
  resolve: {
    conditions: ['@beckon/source', 'module', 'browser', 'development|production'],
    // The suite asserts, and shows values, with Node's own modules.
    alias: { 'node:assert/strict': inPage('assert.ts'), 'node:util': inPage('util.ts') },
  },
  // The suite, and what it asserts with, look at the process.
  define: {
    'process.env.NODE_DEBUG': '""',
    'process.env.NODE_ENV': '"production"',
    'process.execPath': '"/usr/bin/node"',
    'process.stderr': 'undefined',
  },
  build: {
    write: false,
    minify: false,
    target: 'es2022',
    rollupOptions: { input: entry, output: { codeSplitting: false } },
  },
});
process.stdout.write(built.output[0].code);
