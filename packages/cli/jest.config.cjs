module.exports = {
  displayName: 'cli',
  preset: '../../jest.preset.cjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
  // Each test starts processes, which takes seconds on a machine that is busy.
  testTimeout: 60_000,
};
