module.exports = {
  displayName: 'host',
  preset: '../../jest.preset.cjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/../libp2p/test/setup.ts'],
  // Programs are started, which takes seconds on a machine that is busy.
  testTimeout: 30_000,
};
