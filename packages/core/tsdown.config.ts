import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    adapter: 'src/adapter.ts',
    explain: 'src/explain.ts',
    hresults: 'src/hresults.ts',
    applications: 'src/live/applications.ts',
    channel: 'src/live/channel.ts',
    contacts: 'src/live/contacts.ts',
    events: 'src/live/events.ts',
    inspect: 'src/inspect.ts',
    identity: 'src/live/identity.ts',
    'invite-many': 'src/live/invite-many.ts',
    objects: 'src/live/objects.ts',
    'people-near-me': 'src/live/people-near-me.ts',
    presence: 'src/live/presence.ts',
    'safety-number': 'src/safety-number.ts',
    visibility: 'src/live/visibility.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  sourcemap: true,
  tsconfig: 'tsconfig.build.json',
});
