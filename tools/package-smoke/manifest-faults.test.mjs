import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestFaults } from './manifest-faults.mjs';

const workspace = {
  license: 'MIT',
  homepage: 'https://example.org/beckon',
  bugs: 'https://example.org/beckon/issues',
  repository: { type: 'git', url: 'git+https://example.org/beckon.git' },
};
const entry = (name) => ({
  import: { types: `./dist/${name}.d.mts`, default: `./dist/${name}.mjs` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
});
const right = {
  description: 'Invitations.',
  keywords: ['invitation'],
  license: 'MIT',
  homepage: 'https://example.org/beckon/tree/main/packages/core#readme',
  bugs: 'https://example.org/beckon/issues',
  repository: {
    type: 'git',
    url: 'git+https://example.org/beckon.git',
    directory: 'packages/core',
  },
  engines: { node: '^20.19.0 || >=22.12.0' },
  publishConfig: { access: 'public', provenance: true },
  main: './dist/index.cjs',
  types: './dist/index.d.cts',
  typesVersions: { '*': { adapter: ['./dist/adapter.d.cts'] } },
  exports: {
    '.': entry('index'),
    './adapter': entry('adapter'),
    './package.json': './package.json',
  },
};
const faultsOf = (changes) =>
  manifestFaults({ ...right, ...changes }, 'packages/core', workspace).map(
    (fault) => /^\w+/.exec(fault)[0],
  );

describe('the package.json of a public package', () => {
  it('is without fault when it has every field', () => {
    assert.deepEqual(faultsOf({}), []);
  });

  for (const field of Object.keys(right).filter((name) => name !== 'exports')) {
    it(`needs its ${field}`, () => {
      assert.deepEqual(faultsOf({ [field]: undefined }), [field]);
    });
  }

  it('names the repository of the workspace, with its own directory', () => {
    assert.deepEqual(faultsOf({ repository: workspace.repository }), ['repository']);
    assert.deepEqual(faultsOf({ homepage: workspace.homepage }), ['homepage']);
  });

  it('has every entry point in typesVersions', () => {
    const exports = { ...right.exports, './more': entry('more') };
    assert.deepEqual(faultsOf({ exports }), ['typesVersions']);
  });

  it('takes a package that is a command only', () => {
    const old = { main: undefined, types: undefined, typesVersions: undefined };
    assert.deepEqual(faultsOf({ ...old, exports: { './package.json': './package.json' } }), []);
  });

  it('lets every entry point be required, also an entry point that is an ES module only', () => {
    const esm = { types: './dist/index.d.mts', default: './dist/index.mjs' };
    const old = { main: esm.default, types: esm.types, typesVersions: undefined };
    assert.deepEqual(faultsOf({ ...old, exports: { '.': esm } }), []);
    const importOnly = { ...old, exports: { '.': { import: esm } } };
    assert.deepEqual(faultsOf(importOnly), ['exports']);
  });
});
