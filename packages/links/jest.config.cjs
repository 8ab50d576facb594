module.exports = {
  displayName: 'links',
  preset: '../../jest.preset.cjs',
};
