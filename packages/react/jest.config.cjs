const path = require('node:path');

const { reporters, testTimeout, ...preset } = require('../../jest.preset.cjs');

/** The same tests under the React beside the package `beside`. */
const underReact = (version, beside) => ({
  ...preset,
  displayName: `react ${version}`,
  rootDir: __dirname,
  testEnvironment: 'jsdom',
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  globals: { REACT_MAJOR: version },
  moduleNameMapper: Object.fromEntries(
    ['react', 'react-dom'].map((name) => [
      `^${name}(/.*)?$`,
      `${path.dirname(require.resolve(`${name}/package.json`, { paths: [beside] }))}$1`,
    ]),
  ),
});

module.exports = {
  reporters,
  testTimeout,
  projects: [
    underReact(19, __dirname),
    underReact(18, path.resolve(__dirname, '../../tools/react-18')),
  ],
};
