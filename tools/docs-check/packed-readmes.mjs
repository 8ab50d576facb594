// Follows the READMEs of the packed packages, as a reader does. It installs the packages of their
// `npm install` lines, compiles each `ts` and `tsx` block as a file, runs the blocks with a comment
// before the fence, and checks the links. A README names each option, limit and counter of its package.
//
//   <!-- run -->            a program for Node: it must end by itself with exit code 0. A `text` block
//                           after it is its output; `…` in it stands for any text
//   <!-- run with jest -->  a file of tests, for Jest or for `vitest`
//
// A block that begins with its file name in a comment (`// server.ts`) can be imported by others. A
// block with a reason is left out: ```ts no-check <reason>
// `node packed-readmes.mjs core mock` checks the READMEs of these packages only.
// `node packed-readmes.mjs --repeat 200 libp2p` runs their first programs 200 times, and no others.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { currentNode, fetchedNode } from '../lib/fetched-node.mjs';
import { packPackages } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';
import { installedPackages, neededPackages, readmeExamples } from './readme-examples.mjs';
import { brokenLinks } from './readme-links.mjs';
import { describedNames, missingNames } from './readme-names.mjs';
import { ReadersProject } from './readers-project.mjs';

const versions = JSON.parse(readFileSync(path.join(import.meta.dirname, 'versions.json'), 'utf8'));
// A project in TypeScript installs the types of its packages.
const types = Object.keys(versions)
  .filter((name) => name.startsWith('@types/'))
  .map((name) => `${name}@${versions[name]}`);
const { positionals: chosen, values } = parseArgs({
  allowPositionals: true,
  options: { repeat: { type: 'string' } },
});
const project = new ReadersProject(fetchedNode(currentNode));
const examples = [];
const faults = [];

try {
  const packages = packPackages(path.join(project.folder, 'tarballs'));
  const readmes = packages
    .filter(({ directory }) => chosen.length === 0 || chosen.includes(path.basename(directory)))
    .map(readReadme);
  examples.push(...readmes.flatMap(examplesOf));
  const tarballs = packages.map(({ tarball }) => tarball);
  project.install([...tarballs, ...readmes.flatMap(otherPackagesOf), ...types]);
  readmes.forEach(checkLinks);
  readmes.forEach(checkNames);
  compile(examples);
  if (values.repeat === undefined) examples.forEach(runExample);
  else for (const { file } of readmes) repeatFirstProgram(file, Number(values.repeat));

  const run = (runner) => examples.filter((example) => example.runner === runner).length;
  console.log(
    `${examples.length} blocks of ${readmes.length} packed READMEs compiled; to run: ${run('node')} ` +
      `programs, ${run('jest')} with Jest, ${run('vitest')} with Vitest; ${faults.length} faults`,
  );
  for (const fault of new Set(faults)) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  project.remove();
}

function readReadme({ directory, manifest, tarball }) {
  const unpack = ['-xzOf', tarball, 'package/README.md'];
  const text = execFileSync('tar', unpack, { encoding: 'utf8' });
  const file = path.posix.join(directory, 'README.md');
  return { manifest, directory, file, text, installed: installedPackages(file, text) };
}

/** Writes the checked examples of a README into the project, and returns them. */
function examplesOf({ directory, file, text, installed }) {
  return readmeExamples(file, text)
    .filter(({ flag }) => flag !== 'no-check')
    .map((example) => {
      const fileName = example.fileName ?? `line-${example.line}.${example.language}`;
      const name = path.posix.join(path.basename(directory), fileName);
      const missing = [...neededPackages(example)].filter((needed) => !installed.has(needed));
      if (missing.length > 0) {
        faults.push(`${file}:${example.line}: no npm install line names ${missing.join(', ')}`);
      }
      project.write(name, example.code);
      return { ...example, name };
    });
}

/** The packages that a README installs beside those of beckon, with their versions. */
function otherPackagesOf({ file, installed }) {
  return [...installed].flatMap(([name, version = versions[name]]) => {
    if (name.startsWith('@beckon/')) return [];
    if (version === undefined) faults.push(`${file}: versions.json has no version of ${name}`);
    return version === undefined ? [] : [`${name}@${version}`];
  });
}

function checkLinks({ manifest, file, text }) {
  const folder = path.join(project.folder, 'node_modules', manifest.name);
  const site = manifest.repository.url.replace(/^git\+|\.git$/g, '');
  for (const { line, message } of brokenLinks(text, { folder, site, root })) {
    faults.push(`${file}:${line}: ${message}`);
  }
}

function checkNames({ manifest, file, text }) {
  const { program, modules } = project.declarations(manifest);
  for (const name of missingNames(text, describedNames(program, modules))) {
    faults.push(`${file}: does not name ${name}, an option, limit or counter`);
  }
}

function compile(examples) {
  for (const { name, line, message } of project.compile(examples.map(({ name }) => name))) {
    const example = examples.find((candidate) => candidate.name === name);
    faults.push(example ? `${example.file}:${example.line + line}: ${message}` : message);
  }
}

/** Runs an example, if its README says so. Returns whether it ended well. */
function runExample({ file, line, name, code, runner, prints }) {
  const run = {
    node: () => project.runProgram(name, prints),
    jest: () => project.runJest(name, code),
    vitest: () => project.runVitest(name),
  }[runner];
  const fault = run?.();
  if (fault !== undefined) faults.push(`${file}:${line}: ${fault}`);
  return fault === undefined;
}

function repeatFirstProgram(file, times) {
  const program = examples.find((example) => example.file === file && example.runner === 'node');
  if (program === undefined) return;
  const goodRuns = Array.from({ length: times }, () => runExample(program)).filter(Boolean);
  console.log(`${file}:${program.line}: ended well ${goodRuns.length} of ${times} times`);
}
