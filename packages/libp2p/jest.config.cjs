module.exports = {
  displayName: 'libp2p',
  preset: '../../jest.preset.cjs',
  // Its dependencies are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
