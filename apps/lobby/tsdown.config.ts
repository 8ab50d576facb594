import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { host: 'src/host/main.ts', pages: 'src/host/pages.ts', serve: 'src/host/serve-lobby.ts' },
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  fixedExtension: true,
  tsconfig: 'tsconfig.build.json',
  dts: false,
  // The page has been built into the same folder.
  clean: false,
});
