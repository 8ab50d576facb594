import base from '../../eslint.config.mjs';

export default [
  ...base,
  {
    // It draws a table that is no part of the surface of its package.
    files: ['site/transitions.data.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
];
