// Packs every public package and uses the tarballs as a stranger would, in a folder outside the
// workspace: as ES modules, with require, under Jest in CommonJS, and through TypeScript.
// Needs no network: what a package declares as a dependency is linked from the workspace, and
// nothing else, so that an undeclared one is missed.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const { resolve } = createRequire(import.meta.url);
const temp = mkdtempSync(path.join(realpathSync(tmpdir()), 'package-smoke-'));
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function run(title, command, args) {
  try {
    execFileSync(command, args, { cwd: temp, encoding: 'utf8', stdio: 'pipe' });
    console.log(`ok      ${title}`);
  } catch (error) {
    console.log(`failed  ${title}\n${error.stdout}${error.stderr}`);
    process.exitCode = 1;
  }
}

function write(name, text) {
  writeFileSync(path.join(temp, name), text);
}

/** Unpacks the package's tarball into the consumer's node_modules. */
function install(folder) {
  const npm = ['pack', '--json', '--ignore-scripts', '--pack-destination', temp];
  const shell = process.platform === 'win32';
  const packed = execFileSync('npm', npm, { cwd: folder, encoding: 'utf8', stdio: 'pipe', shell });
  const [{ name, filename }] = Object.values(JSON.parse(packed));
  const target = path.join(temp, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', filename, '--strip-components=1', '-C', target], { cwd: temp });
  return readJson(path.join(target, 'package.json'));
}

/** Links a package of the workspace for the consumer; `from` and `into` are folders with a node_modules. */
function link(name, from = root, into = temp) {
  const source = path.join(from, 'node_modules', name);
  const target = path.join(into, 'node_modules', name);
  if (existsSync(target)) return;
  mkdirSync(path.dirname(target), { recursive: true });
  symlinkSync(source, target, 'junction');
}

try {
  const folders = readdirSync(path.join(root, 'packages'))
    .map((name) => path.join(root, 'packages', name))
    .filter((folder) => !readJson(path.join(folder, 'package.json')).private);
  const packages = folders.map(install);
  packages.forEach(({ name, dependencies, peerDependencies }, index) => {
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
      // A version of its own lies beside the package, as npm puts it.
      if (existsSync(path.join(folders[index], 'node_modules', dependency))) {
        link(dependency, folders[index], path.join(temp, 'node_modules', name));
      } else link(dependency);
    }
  });
  // The consumer's own development tools.
  for (const name of ['@types/node', '@types/jest']) link(name);

  const entries = packages.flatMap(({ name, exports }) =>
    Object.entries(exports)
      .filter(([subpath]) => subpath !== './package.json')
      .map(([subpath, conditions]) => ({
        specifier: path.posix.join(name, subpath),
        isCommonJs: conditions.require !== undefined,
      })),
  );
  const all = entries.map(({ specifier }) => specifier);
  const commonJs = entries.filter(({ isCommonJs }) => isCommonJs).map(({ specifier }) => specifier);
  console.log(`${packages.length} packages, ${all.length} entry points`);

  const check = `if (Object.keys(exported).length === 0) throw new Error(name + ' exports nothing');`;
  write(
    'esm.mjs',
    `for (const name of ${JSON.stringify(all)}) {
      const exported = await import(name);
      ${check}
    }`,
  );
  const requireEach = `(name) => {
    const exported = require(name);
    ${check}
  }`;
  write('cjs.cjs', `${JSON.stringify(commonJs)}.forEach(${requireEach});`);
  write('cjs.test.cjs', `it.each(${JSON.stringify(commonJs)})('requires %s', ${requireEach});`);
  write(
    'jest.config.cjs',
    `module.exports = { testMatch: ['<rootDir>/*.test.cjs'], transform: {} };`,
  );
  // A type that resolves to any would accept the name that no module exports.
  const typed = (specifiers) =>
    specifiers
      .map((s, i) => `import * as m${i} from '${s}';\n// @ts-expect-error\nm${i}.noSuchName;\n`)
      .join('');
  write('types.mts', typed(all));
  write('types.cts', typed(commonJs));
  const tsconfig = (module, moduleResolution, files) =>
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        lib: ['ES2023', 'DOM'],
        types: ['node', 'jest'],
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        module,
        moduleResolution,
      },
      files,
    });
  write('tsconfig.nodenext.json', tsconfig('NodeNext', 'NodeNext', ['types.mts', 'types.cts']));
  write('tsconfig.bundler.json', tsconfig('ESNext', 'Bundler', ['types.mts']));

  const node = process.execPath;
  const tsc = resolve('typescript/bin/tsc');
  run('import', node, ['esm.mjs']);
  run('require', node, ['cjs.cjs']);
  run('Jest, CommonJS', node, [resolve('jest/bin/jest'), '--rootDir', temp]);
  run('TypeScript, nodenext', node, [tsc, '-p', 'tsconfig.nodenext.json']);
  run('TypeScript, bundler', node, [tsc, '-p', 'tsconfig.bundler.json']);
} finally {
  rmSync(temp, { recursive: true, force: true });
}
