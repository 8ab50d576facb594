// Writes a project that imports and requires each entry point of the packages, and has the test of
// an app.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { entriesOf } from './manifest-faults.mjs';

/** Writes the project into `folder`. `manifests` are those of the packages. */
export function writeConsumer(folder, manifests) {
  const specifiers = manifests.flatMap(({ name, exports }) =>
    entriesOf(exports).map(([subpath]) => path.posix.join(name, subpath)),
  );
  // Jest can require CommonJS only. So can CommonJS modules in TypeScript before 5.8.
  const commonJs = manifests.flatMap(({ name, exports }) =>
    entriesOf(exports)
      .filter(([, { require }]) => require)
      .map(([subpath]) => path.posix.join(name, subpath)),
  );
  const files = {
    'package.json': JSON.stringify({ private: true }),
    'import.mjs': eachNotEmpty(specifiers, 'await import(name)'),
    'require.cjs': eachNotEmpty(specifiers, 'require(name)'),
    'require.test.js': `test.each(${JSON.stringify(commonJs)})('requires %s', (name) => {
      expect(Object.keys(require(name))).not.toEqual([]);
    });`,
    'app.test.ts': APP_TEST,
    'jest.config.cjs': `module.exports = {
      transform: { '.ts$': ['ts-jest', { tsconfig: 'tsconfig.node10.json' }] },
    };`,
    'vitest.config.mjs': `export default { test: { globals: true, include: ['app.test.ts'] } };`,
    'types.ts': typed(specifiers),
    'types.mts': typed(specifiers),
    'types.cts': typed(commonJs),
    'tsconfig.node10.json': tsconfig('CommonJS', 'Node10', ['types.ts', 'app.test.ts']),
    'tsconfig.nodenext.json': tsconfig('NodeNext', 'NodeNext', ['types.mts', 'types.cts']),
    'tsconfig.bundler.json': tsconfig('ESNext', 'Bundler', ['types.ts', 'app.test.ts']),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

const APP_TEST = `
import { invite } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { lastValueFrom } from 'rxjs';

test('Bob accepts', async () => {
  const network = createMockNetwork();
  network.peer('bob').accepts();
  const alice = network.join({ name: 'alice' });
  await alice.open();
  const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
  const answer$ = invite(alice, { to: { endpoint: { address: 'bob' } }, applicationId });
  const { state } = await lastValueFrom(answer$);
  expect(state).toBe('accepted');
  await alice.close();
});
`;

function eachNotEmpty(specifiers, load) {
  return `(async () => {
    for (const name of ${JSON.stringify(specifiers)}) {
      if (Object.keys(${load}).length === 0) throw new Error(name + ' exports nothing');
    }
  })();`;
}

/** A module that imports every name. Types that resolve to `any` would accept `noSuchName`. */
function typed(specifiers) {
  return specifiers
    .map((name, i) => `import * as m${i} from '${name}';\n// @ts-expect-error\nm${i}.noSuchName;\n`)
    .join('');
}

function tsconfig(module, moduleResolution, files) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM'],
    types: ['node', 'jest'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module,
    moduleResolution,
  };
  return JSON.stringify({ compilerOptions, files });
}
