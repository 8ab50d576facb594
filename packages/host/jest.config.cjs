module.exports = {
  displayName: 'host',
  preset: '../../jest.preset.cjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/../libp2p/test/setup.ts'],
};
