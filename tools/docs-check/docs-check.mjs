// Compiles every `ts` and `tsx` block of the Markdown documents and every `@example` of the
// sources. Each block is a module beside its document, and imports the sources of the packages. A
// block that begins with its file name in a comment can be imported by others. A block with a
// reason is left out: ```ts no-check <reason>
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fetchedPackage } from '../lib/fetched-package.mjs';
import { fencedBlocks } from './fenced-blocks.mjs';
import { readmeExamples } from './readme-examples.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Electron is needed for its types only. As a dependency, it would download its binary with npm 10.
 */
const ELECTRON = 'electron@45.5.0';
const ignored = new Set(['node_modules', 'dist', 'out-tsc', 'test-results', 'coverage']);

const { options } = ts.parseJsonConfigFileContent(
  {
    extends: path.join(root, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declarationMap: false,
      emitDeclarationOnly: false,
      noEmit: true,
      // An example runs in Node or in a page, and need not use every name that it declares.
      lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
      types: ['node', 'jest'],
      jsx: 'react-jsx',
      noUnusedLocals: false,
    },
    files: [],
  },
  ts.sys,
  root,
);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || ignored.has(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else yield file;
  }
}

/** The `@example` blocks of a source. An example without a fence is TypeScript as a whole. */
function exampleBlocks(file) {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const blocks = [];
  let example;
  const finish = () => {
    if (!example) return;
    const fenced = fencedBlocks(file, example.code, example.line);
    if (fenced.length > 0) blocks.push(...fenced);
    else if (example.code.some((text) => text.trim() !== '')) blocks.push(example);
    example = undefined;
  };
  lines.forEach((line, index) => {
    const comment = /^\s*(?:\/\*\*|\*(?!\/))\s?(.*?)(?:\*\/.*)?$/.exec(line);
    if (!comment || /^\s*@\w/.test(comment[1])) finish();
    // Text after the tag on its line is a title.
    if (comment && /^\s*@example\b/.test(comment[1])) {
      example = { file, line: index + 2, language: 'ts', code: [] };
    } else if (comment) {
      example?.code.push(comment[1]);
    }
  });
  finish();
  return blocks.map((block) => ({ ...block, code: block.code.join('\n') }));
}

const found = [...filesBelow(root)].flatMap((file) => {
  // An API report is checked against its package.
  if (file.endsWith('.api.md')) return [];
  if (file.endsWith('.md') && path.basename(file) !== 'CHANGELOG.md') {
    // The workspace has no Vitest: packed-readmes.mjs compiles these.
    return readmeExamples(file, readFileSync(file, 'utf8')).filter(
      ({ runner }) => runner !== 'vitest',
    );
  }
  return /\/src\/.*\.tsx?$/.test(file.replaceAll('\\', '/')) ? exampleBlocks(file) : [];
});
const blocks = found.filter(({ language }) => language === 'ts' || language === 'tsx');
const unchecked = blocks.filter(({ flag }) => flag === 'no-check');

const problems = unchecked
  .filter(({ reason }) => !reason)
  .map(({ file, line }) => ({ file, line, message: 'no-check needs a reason' }));

const modules = new Map(
  blocks
    .filter(({ flag }) => flag !== 'no-check')
    .map((block) => {
      const { dir, base } = path.parse(block.file);
      const name = block.fileName ?? `${base}.line-${block.line}.${block.language}`;
      return [path.join(dir, name), block];
    }),
);

const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => modules.has(path.normalize(name)) || fileExists(name);
host.readFile = (name) => modules.get(path.normalize(name))?.code ?? readFile(name);
host.getSourceFile = (name, settings, ...rest) => {
  const block = modules.get(path.normalize(name));
  return block
    ? ts.createSourceFile(name, block.code, settings, true)
    : getSourceFile(name, settings, ...rest);
};

const electronTypes = path.join(fetchedPackage(ELECTRON), 'electron/electron.d.ts');
const program = ts.createProgram([electronTypes, ...modules.keys()], options, host);
for (const [name, block] of modules) {
  const source = program.getSourceFile(name);
  for (const diagnostic of [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]) {
    const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ');
    problems.push({ file: block.file, line: block.line + line, message });
  }
}
for (const { messageText } of program.getOptionsDiagnostics()) {
  problems.push({ file: import.meta.filename, line: 1, message: String(messageText) });
}

for (const { file, line, message } of problems) {
  console.error(`${path.relative(root, file)}:${line}: ${message}`);
}
console.log(
  `${modules.size} blocks compiled, ${unchecked.length} not checked, ${problems.length} errors`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
