import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/adapter.ts',
    'src/explain.ts',
    'src/hresults.ts',
    'src/live/applications.ts',
    'src/live/channel.ts',
    'src/live/contacts.ts',
    'src/live/events.ts',
    'src/live/identity.ts',
    'src/live/invite-many.ts',
    'src/live/objects.ts',
    'src/live/people-near-me.ts',
    'src/live/presence.ts',
    'src/live/visibility.ts',
  ],
  format: ['esm', 'cjs'],
  dts: true,
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  tsconfig: 'tsconfig.build.json',
});
