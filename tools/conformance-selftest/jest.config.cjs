module.exports = {
  displayName: 'conformance-selftest',
  preset: '../../jest.preset.cjs',
};
