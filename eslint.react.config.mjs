import reactHooks from 'eslint-plugin-react-hooks';
import base from './eslint.config.mjs';

const { plugins, rules } = reactHooks.configs.flat['recommended-latest'];

/** The base with the rules of hooks, and those of the React Compiler, for `files`. */
export function withReact(files) {
  return [
    ...base,
    {
      files,
      plugins,
      rules: Object.fromEntries(Object.keys(rules).map((rule) => [rule, 'error'])),
    },
  ];
}
