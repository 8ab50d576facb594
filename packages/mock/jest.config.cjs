module.exports = {
  displayName: 'mock',
  preset: '../../jest.preset.cjs',
};
