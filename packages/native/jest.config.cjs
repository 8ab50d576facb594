module.exports = {
  displayName: 'native',
  preset: '../../jest.preset.cjs',
};
