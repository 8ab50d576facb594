import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  tsconfig: 'tsconfig.build.json',
  dts: false,
});
