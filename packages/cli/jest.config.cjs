module.exports = {
  displayName: 'cli',
  preset: '../../jest.preset.cjs',
  globalSetup: '<rootDir>/test/compile-command.mjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
