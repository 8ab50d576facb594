import { withReact } from '../../eslint.react.config.mjs';

export default [
  ...withReact(['src/page/**/*.{ts,tsx}']),
  // A program talks to its terminal.
  { files: ['src/host/{main,pages}.ts'], rules: { 'no-console': 'off' } },
];
