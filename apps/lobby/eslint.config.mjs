import reactHooks from 'eslint-plugin-react-hooks';
import base from '../../eslint.config.mjs';

const { plugins, rules } = reactHooks.configs.flat['recommended-latest'];

export default [
  ...base,
  {
    // The rules of hooks, and those of the React Compiler.
    files: ['src/page/**/*.{ts,tsx}'],
    plugins,
    rules: Object.fromEntries(Object.keys(rules).map((rule) => [rule, 'error'])),
  },
  // A program talks to its terminal.
  { files: ['src/host/main.ts'], rules: { 'no-console': 'off' } },
];
