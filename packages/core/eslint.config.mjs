import base from '../../eslint.config.mjs';

export default [
  ...base,
  {
    // Core runs anywhere: it imports RxJS and its own files, and nothing else.
    // The rule stands here because globs are relative to the config in use.
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.{1,2}/|rxjs(/|$))',
              message: 'Core depends on RxJS alone: no Node, DOM, FFI or other package.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'The import rule of core sees static imports only.',
        },
      ],
    },
  },
];
