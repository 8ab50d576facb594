import { findChromium, findFirefox, findWebKit } from '../../tools/lib/browsers/browsers.mjs';

export default {
  displayName: 'lobby-e2e',
  preset: '../../jest.preset.cjs',
  globals: { CHROMIUM: findChromium(), FIREFOX: findFirefox(), WEBKIT: findWebKit() },
  // Two hosts and a browser for each file; two files at a time are more than two cores can serve.
  maxWorkers: 1,
};
