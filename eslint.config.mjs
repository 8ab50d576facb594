import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import rxjs from 'eslint-plugin-rxjs-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const sources = ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.cts'];
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/test/**/*.ts', '**/test/**/*.tsx'];

const layers = (extraForTests) =>
  Object.entries({
    'layer:core': ['layer:core'],
    'layer:engine': ['layer:core'],
    'layer:adapter': ['layer:core', 'layer:engine'],
    'layer:ui': ['layer:core'],
    'layer:host': ['layer:core'],
    'layer:links': ['layer:core'],
    'layer:test': ['layer:core'],
    'layer:test-support': ['layer:core', 'layer:test'],
    'layer:app': ['layer:core', 'layer:adapter', 'layer:ui', 'layer:host', 'layer:links'],
    'layer:command': [
      'layer:core',
      'layer:adapter',
      'layer:ui',
      'layer:host',
      'layer:links',
      'layer:test',
      'layer:app',
    ],
  }).map(([sourceTag, allowed]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: [...new Set([...allowed, ...extraForTests])],
  }));

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/test-results', '**/coverage', '**/*.generated.ts'] },
  js.configs.recommended,
  {
    files: sources,
    extends: [tseslint.configs.strictTypeChecked, rxjs.configs.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: layers([]) }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // It does not see that a callback changes a variable, and would forbid those checks.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // An async function without await still turns a throw into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      'no-console': 'error',
      'rxjs-x/finnish': ['error', { functions: false, methods: false, parameters: false }],
    },
  },
  {
    files: tests,
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: layers([
            'layer:test',
            'layer:test-support',
            'layer:adapter',
            'layer:links',
          ]),
        },
      ],
      // Tests build awkward values on purpose, and name marble sources after their role.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'rxjs-x/finnish': 'off',
    },
  },
  {
    // Build and test settings belong to no TypeScript project.
    files: ['**/tsdown.config.ts', '**/vite.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: Object.fromEntries(Object.keys(rxjs.rules).map((name) => [`rxjs-x/${name}`, 'off'])),
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
