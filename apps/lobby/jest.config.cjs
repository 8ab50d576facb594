module.exports = {
  displayName: 'lobby',
  preset: '../../jest.preset.cjs',
  // birpc and libp2p are ES modules only, so they load without a transform.
  extensionsToTreatAsEsm: ['.ts'],
  // Real nodes, which take seconds to start on a machine that is busy.
  testTimeout: 30_000,
};
