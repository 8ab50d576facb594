module.exports = {
  displayName: 'cli',
  preset: '../../jest.preset.cjs',
  // Some of its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
