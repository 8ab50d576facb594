import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/page.ts'],
  format: ['esm'],
  dts: true,
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  tsconfig: 'tsconfig.build.json',
});
