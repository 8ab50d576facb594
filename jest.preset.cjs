const path = require('node:path');

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2022',
    },
  },
];

module.exports = {
  testEnvironment: 'node',
  // Packages resolve to each other's sources, so tests need no build.
  testEnvironmentOptions: { customExportConditions: ['@beckon/source', 'node', 'node-addons'] },
  // No test is measured by its time: it ends one that hangs, on a machine with much else to do.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/src/**/*.test.{ts,tsx}'],
  transform: { '\\.tsx?$': swc },
  setupFiles: [path.join(__dirname, 'tools/lib/plain-output.cjs')],
  reporters: ['default', path.join(__dirname, 'tools/lib/test-reporters/jest-reporter.cjs')],
};
