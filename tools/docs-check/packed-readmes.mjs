// Follows the READMEs of the packed packages, and the guides, as a reader does. It installs the packages of their
// `npm install` lines, compiles each `ts` and `tsx` block as a file, and runs the blocks with a comment
// before the fence. It checks the links of the READMEs; a README names each option, limit and counter of its package.
//
//   <!-- run -->            a program for Node: it must end by itself with exit code 0. A `text` block
//                           after it is its output; `…` in it stands for any text
//   <!-- run with jest -->  a file of tests, for Jest or for `vitest`
//   <!-- run in terminal 1 -->  a program that runs beside the next one, in terminal 2, which gets the last word of the
//                           first line that this one prints
//
// A block that begins with its file name in a comment (`// server.ts`) can be imported by others. A
// block with a reason is left out: ```ts no-check <reason>
// `node packed-readmes.mjs core guides` checks the README of this package and the guides only.
// `node packed-readmes.mjs --repeat 200 libp2p` runs their first programs 200 times, and no others.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { currentNode, fetchedNode } from '../lib/fetched-node.mjs';
import { packPackages } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';
import { installedPackages, neededPackages, readmeExamples } from './readme-examples.mjs';
import { brokenLinks } from './readme-links.mjs';
import { describedNames, missingNames } from './readme-names.mjs';
import { ReadersProject } from './readers-project.mjs';

const GUIDES = 'docs/guides';
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
  const isChosen = (name) => chosen.length === 0 || chosen.includes(name);
  const readmes = packages
    .filter(({ directory }) => isChosen(path.basename(directory)))
    .map(readReadme);
  const guides = isChosen('guides') ? readdirSync(path.join(root, GUIDES)).map(readGuide) : [];
  const documents = [...readmes, ...guides];
  examples.push(...documents.flatMap(examplesOf));
  const tarballs = packages.map(({ tarball }) => tarball);
  project.install([...tarballs, ...documents.flatMap(otherPackagesOf), ...types]);
  readmes.forEach(checkLinks);
  readmes.forEach(checkNames);
  compile(examples);
  if (values.repeat === undefined) for (const example of examples) await runExample(example);
  else for (const { file } of documents) await repeatFirstProgram(file, Number(values.repeat));

  const run = (...runners) => examples.filter(({ runner }) => runners.includes(runner)).length;
  console.log(
    `${examples.length} blocks of ${readmes.length} packed READMEs and ${guides.length} guides compiled; to run: ` +
      `${run('node', 'terminal 1', 'terminal 2')} programs, ${run('jest')} with Jest, ` +
      `${run('vitest')} with Vitest; ${faults.length} faults`,
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
  const folder = path.basename(directory);
  return { manifest, folder, file, text, installed: installedPackages(file, text) };
}

function readGuide(name) {
  const file = path.posix.join(GUIDES, name);
  const text = readFileSync(path.join(root, file), 'utf8');
  return { folder: path.parse(name).name, file, text, installed: installedPackages(file, text) };
}

/** Writes the checked examples of a README into the project, and returns them. */
function examplesOf({ folder, file, text, installed }) {
  return readmeExamples(file, text)
    .filter(({ flag }) => flag !== 'no-check')
    .map((example) => {
      const fileName = example.fileName ?? `line-${example.line}.${example.language}`;
      const name = path.posix.join(folder, fileName);
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
async function runExample(example) {
  const { file, line, name, code, runner, prints } = example;
  const run = {
    node: () => project.runProgram(name, prints),
    jest: () => project.runJest(name, code),
    vitest: () => project.runVitest(name),
    // It runs with the second one.
    'terminal 1': () => undefined,
    'terminal 2': () => {
      const before = examples.slice(0, examples.indexOf(example));
      const first = before.findLast((each) => each.runner === 'terminal 1');
      return project.runInTerminals([first.name, name], [first.prints, prints]);
    },
  }[runner];
  const fault = await run?.();
  if (fault !== undefined) faults.push(`${file}:${line}: ${fault}`);
  return fault === undefined;
}

async function repeatFirstProgram(file, times) {
  const program = examples.find((example) => example.file === file && example.runner === 'node');
  if (program === undefined) return;
  let goodRuns = 0;
  for (let run = 0; run < times; run++) if (await runExample(program)) goodRuns += 1;
  console.log(`${file}:${program.line}: ended well ${goodRuns} of ${times} times`);
}
