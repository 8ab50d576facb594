// Reads the examples of a README, and the packages that it installs.
import ts from 'typescript';
import { fencedBlocks } from './fenced-blocks.mjs';

const MARKER = /^<!-- run(?: with (jest|vitest)| in (terminal [12]))? -->$/;

/**
 * Returns the `ts` and `tsx` blocks of a README. `runner` is `node`, `jest`, `vitest`, `terminal 1` or `terminal 2`, if
 * a comment before the fence says so. `prints` is the `text` block after a program, with its output.
 */
export function readmeExamples(file, text) {
  const lines = text.split(/\r?\n/);
  const blocks = fencedBlocks(file, lines);
  return blocks.flatMap((block, index) => {
    if (block.language !== 'ts' && block.language !== 'tsx') return [];
    const before = lines.slice(0, block.line - 2).findLast((line) => line.trim() !== '');
    const marker = MARKER.exec(before ?? '');
    if (!marker && before?.includes('<!-- run')) {
      throw new Error(`${file}:${block.line}: "${before}" is not a way to run an example`);
    }
    const runner = marker ? (marker[1] ?? marker[2] ?? 'node') : undefined;
    const next = blocks[index + 1];
    const isProgram = runner === 'node' || runner?.startsWith('terminal');
    const prints = isProgram && next?.language === 'text' ? next.code.join('\n') : undefined;
    return [{ ...block, code: block.code.join('\n'), runner, prints }];
  });
}

/**
 * Returns the packages of the `npm install` lines of a README, each with its version or undefined.
 */
export function installedPackages(file, text) {
  const commands = fencedBlocks(file, text.split(/\r?\n/))
    .filter(({ language }) => ['sh', 'shell', 'bash'].includes(language))
    .flatMap(({ code }) => code.join('\n').replaceAll('\\\n', ' ').split(/\n|&&/))
    .map((command) => command.replace(/#.*/, '').trim().split(/\s+/));
  const packages = new Map();
  for (const [npm, install, ...words] of commands) {
    if (npm !== 'npm' || (install !== 'install' && install !== 'i')) continue;
    for (const word of words) {
      // Options and paths are not names.
      const name = /^((?:@[\w.-]+\/)?\w[\w.-]*)(?:@(.+))?$/.exec(word);
      if (name && !word.endsWith('.tgz')) packages.set(name[1], name[2]);
    }
  }
  return packages;
}

/** Returns the packages that an example needs to compile and to run. */
export function neededPackages({ code, runner }) {
  const imported = ts
    .preProcessFile(code)
    .importedFiles.filter(({ fileName }) => !/^(?:\.|node:)/.test(fileName))
    .map(({ fileName }) => /^(?:@[^/]+\/)?[^/]+/.exec(fileName)[0]);
  const environment = /@(jest|vitest)-environment jsdom\b/.exec(code)?.[1];
  const jsdom = { jest: ['jest-environment-jsdom'], vitest: ['jsdom'] }[environment] ?? [];
  const tested = runner === 'jest' || runner === 'vitest' ? [runner] : [];
  return new Set([...imported, ...tested, ...jsdom]);
}

/** Returns whether `output` matches the output in a README. `…` stands for any text. */
export function isAsShown(shown, output) {
  const parts = shown.trim().split('…');
  const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`).test(output.trim());
}
