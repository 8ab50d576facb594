import base from '../../eslint.config.mjs';

export default [
  ...base,
  // The theme is read by VitePress, with the components, and belongs to no TypeScript project.
  { ignores: ['site/.vitepress/theme/*.ts'] },
];
