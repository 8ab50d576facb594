const { findChromium } = require('../../tools/lib/browsers/browsers.mjs');

module.exports = {
  globals: { CHROMIUM: findChromium() },
  displayName: 'nats',
  preset: '../../jest.preset.cjs',
  globalSetup: '<rootDir>/test/compile-mail-program.mjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
