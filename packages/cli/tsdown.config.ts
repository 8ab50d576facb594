import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/beckon.ts'],
  format: ['esm'],
  dts: false,
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  // For beckon host --web.
  copy: [{ from: '../../apps/lobby/dist/page', to: 'dist' }],
  tsconfig: 'tsconfig.build.json',
});
