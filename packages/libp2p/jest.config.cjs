const { findChromium } = require('../../tools/lib/browsers/browsers.mjs');

module.exports = {
  globals: { CHROMIUM: findChromium() },
  displayName: 'libp2p',
  preset: '../../jest.preset.cjs',
  // Its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
};
