module.exports = {
  displayName: 'engine',
  preset: '../../jest.preset.cjs',
  // The codec that the tests compare with is an ES module only, and loads without a transform.
  extensionsToTreatAsEsm: ['.ts'],
};
