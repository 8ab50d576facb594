import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/beckon.ts'],
  format: ['esm'],
  dts: false,
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  tsconfig: 'tsconfig.build.json',
});
