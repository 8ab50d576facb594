import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/server.ts', 'src/node.ts', 'src/tabs.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  tsconfig: 'tsconfig.build.json',
  // It has no CommonJS build, and Jest cannot require an ES module.
  deps: { alwaysBundle: ['birpc'] },
});
