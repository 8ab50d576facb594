module.exports = {
  displayName: 'lobby',
  preset: '../../jest.preset.cjs',
  // birpc and libp2p are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
