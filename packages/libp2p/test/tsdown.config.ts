import { defineConfig } from 'tsdown';

// The program is started hundreds of times: compiled, it starts in a tenth of the time.
export default defineConfig({
  entry: ['contact-writer-program.ts'],
  outDir: '../out-tsc/test',
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  dts: false,
  tsconfig: '../tsconfig.spec.json',
  noExternal: [/^@beckon\//, 'rxjs', /^(datastore|interface|abstract)-/, /^uint8arrays/],
  external: ['classic-level'],
  inputOptions: { resolve: { conditionNames: ['@beckon/source', 'node', 'import', 'default'] } },
  logLevel: 'error',
});
