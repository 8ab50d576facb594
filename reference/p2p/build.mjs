// Builds the reference P2P.dll and the programs around it with mingw-w64:
//
//   node reference/p2p/build.mjs <output folder> [--without <export>]...
//
// With --without it also links P2P-without-<export>.dll, a DLL that lacks this export, for tests
// with an incomplete P2P.dll. A file is compiled again only when the file or a header has changed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { circleOfIncludes } from './circle-of-includes.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const compiler = process.env.REFERENCE_P2P_CC ?? 'x86_64-w64-mingw32-gcc';
const flags = [
  '-std=gnu11',
  '-O2',
  '-Wall',
  '-Wextra',
  '-Werror',
  // The peer collaboration part of p2p.h needs Vista. The reference DLL stands for Windows 7.
  '-D_WIN32_WINNT=0x0601',
  '-DNTDDI_VERSION=0x06010000',
  '-DUNICODE',
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { without: { type: 'string', multiple: true, default: [] } },
});
if (positionals.length !== 1) {
  console.error('usage: node build.mjs <output folder> [--without <export>]...');
  process.exit(2);
}
if (spawnSync(compiler, ['--version']).status !== 0) {
  console.error(`${compiler} is missing: install mingw-w64 (Debian: gcc-mingw-w64-x86-64)`);
  process.exit(1);
}

const circle = circleOfIncludes(join(root, 'src'));
if (circle !== undefined) {
  console.error(`the modules in src include each other in a circle: ${circle.join(' → ')}`);
  process.exit(1);
}

const target = resolve(positionals[0]);
const objects = join(target, 'objects');
mkdirSync(objects, { recursive: true });

const sourcesIn = (folder, ending) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(root, folder, name));
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newestHeader = Math.max(
  changed(fileURLToPath(import.meta.url)),
  ...['src', 'include', 'test'].flatMap((folder) => sourcesIn(folder, '.h')).map(changed),
);

const compile = (parameters) =>
  new Promise((done, fail) => {
    spawn(compiler, parameters, { stdio: 'inherit' })
      .on('error', fail)
      .on('exit', (code) =>
        code === 0 ? done() : fail(new Error(`${compiler} ended with ${code}`)),
      );
  });

/** Compiles the sources, two at a time. Returns the object files. */
async function objectsOf(sources) {
  const jobs = sources.map((source) => ({
    source,
    object: join(objects, `${source.slice(root.length + 1).replace(/[\\/]/g, '-')}.o`),
  }));
  const stale = jobs.filter(
    ({ source, object }) => changed(object) <= Math.max(changed(source), newestHeader),
  );
  const worker = async () => {
    for (let job = stale.shift(); job; job = stale.shift())
      await compile([...flags, '-c', '-o', job.object, job.source]);
  };
  await Promise.all([worker(), worker()]);
  return jobs.map(({ object }) => object);
}

/** Writes the list of exports without one export. Returns the file. */
function exportsWithout(name) {
  const all = readFileSync(join(root, 'src/exports.def'), 'utf8').split('\n');
  const rest = all.filter((line) => line.trim() !== name);
  if (rest.length === all.length) throw new Error(`P2P.dll has no export ${name}`);
  const file = join(objects, `without-${name}.def`);
  writeFileSync(file, rest.join('\n'));
  return file;
}

try {
  const dll = join(target, 'P2P.dll');
  const library = await objectsOf(sourcesIn('src', '.c'));
  const link = (path, exports) =>
    compile(['-shared', '-static-libgcc', '-o', path, ...library, exports, '-lws2_32']);
  await link(dll, join(root, 'src/exports.def'));
  for (const name of values.without)
    await link(join(target, `P2P-without-${name}.dll`), exportsWithout(name));
  const service = await objectsOf(sourcesIn('service', '.c'));
  await compile([
    '-static-libgcc',
    '-mwindows',
    '-o',
    join(target, 'p2phost.exe'),
    ...service,
    dll,
  ]);
  const tests = await objectsOf(sourcesIn('test', '.c'));
  await compile([
    '-static-libgcc',
    '-municode',
    '-o',
    join(target, 'self-test.exe'),
    ...tests,
    dll,
    '-lws2_32',
  ]);
  const baseline = await objectsOf(sourcesIn('bench', '.c'));
  await compile(['-static-libgcc', '-o', join(target, 'wait-baseline.exe'), ...baseline, dll]);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
console.log(target);
