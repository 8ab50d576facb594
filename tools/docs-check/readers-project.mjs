// A project outside the workspace, as the reader of a README has it. File names are relative to its
// folder.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { npmInstall } from '../lib/packed-packages.mjs';
import { isAsShown } from './readme-examples.mjs';

/** The time limit of a program of a README. */
const LIMIT_MS = 30_000;

export class ReadersProject {
  folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'readers-project-'));
  #node;

  /** @param node the path of the reader's Node */
  constructor(node) {
    this.#node = node;
    this.write('package.json', JSON.stringify({ private: true, type: 'module' }));
  }

  install(specifiers) {
    npmInstall(this.folder, specifiers, { node: this.#node });
  }

  write(name, text) {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Compiles files. Returns the errors of TypeScript, each with its file and its line, counted from
   * 0.
   */
  compile(names) {
    const fileOf = (name) => path.join(this.folder, name);
    const program = ts.createProgram(names.map(fileOf), this.#compilerOptions());
    const found = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
    for (const source of names.map((name) => program.getSourceFile(fileOf(name)))) {
      found.push(...program.getSyntacticDiagnostics(source));
      found.push(...program.getSemanticDiagnostics(source));
    }
    return found.map(({ file, start = 0, messageText }) => ({
      name: file && path.relative(this.folder, file.fileName),
      line: file?.getLineAndCharacterOfPosition(start).line,
      message: ts.flattenDiagnosticMessageText(messageText, '\n  '),
    }));
  }

  /** Reads the declarations of an installed package. Returns their program, and the entries in it. */
  declarations({ name, exports }) {
    const files = Object.values(exports)
      .map((entry) => (entry.import ?? entry).types)
      .filter((types) => types !== undefined)
      .map((types) => path.join(this.folder, 'node_modules', name, types));
    const program = ts.createProgram(files, this.#compilerOptions());
    return { program, modules: files.map((file) => program.getSourceFile(file)) };
  }

  /** Runs a program. Returns its fault, or undefined. `shown` is the output in the README. */
  runProgram(name, shown, parameters = []) {
    const { status, signal, stdout, stderr } = this.#run([name, ...parameters], LIMIT_MS);
    const said = `\n${stdout}${stderr}`;
    if (signal) return `did not end within ${LIMIT_MS / 1_000} seconds${said}`;
    if (status !== 0) return `ends with exit code ${status}${said}`;
    if (shown === undefined || isAsShown(shown, stdout)) return undefined;
    return `does not print what the README shows, but${said}`;
  }

  /**
   * Runs two programs, as in two terminals. The second one gets the last word of the first line that the first one
   * prints. Returns a fault, or undefined. `shown` is what a README shows of the output of each.
   */
  async runInTerminals([first, second], [firstShown, secondShown]) {
    const running = spawn(this.#node, [first], { ...this.#settings(), timeout: LIMIT_MS });
    let said = '';
    running.stdout.setEncoding('utf8').on('data', (text) => (said += text));
    running.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    const ended = once(running, 'close');
    while (!said.includes('\n') && running.exitCode === null && running.signalCode === null) {
      await Promise.race([once(running.stdout, 'data'), ended]);
    }
    const given = said.split('\n')[0].split(' ').at(-1);
    const fault = this.runProgram(second, secondShown, [given]);
    if (fault !== undefined) running.kill('SIGKILL');
    const [status, signal] = await ended;
    if (fault !== undefined) return `${fault}\nThe first terminal:\n${said}`;
    if (signal) return `the first terminal did not end within ${LIMIT_MS / 1_000} seconds\n${said}`;
    if (status !== 0) return `the first terminal ends with exit code ${status}\n${said}`;
    if (firstShown === undefined || isAsShown(firstShown, said)) return undefined;
    return `the first terminal does not print what the README shows, but\n${said}`;
  }

  /**
   * Compiles a file of tests to CommonJS, and runs it with Jest. Returns the output of a failed
   * run, or undefined.
   */
  runJest(name, code) {
    const compilerOptions = { ...this.#compilerOptions(), module: ts.ModuleKind.CommonJS };
    const compiled = name.replace(/\.tsx?$/, '.test.cjs');
    const { outputText } = ts.transpileModule(code, { fileName: name, compilerOptions });
    // Jest reads the settings of a file from a comment, if the file begins with it.
    const settings = /^\/\*\*[^]*?\*\//.exec(code)?.[0] ?? '';
    this.write(compiled, `${settings}\n${outputText}`);
    return this.#runTest(['jest/bin/jest.js', '--transform={}', `--testMatch=**/${compiled}`]);
  }

  /** Runs a file of tests with Vitest. Returns the output of a failed run, or undefined. */
  runVitest(name) {
    const settings = { test: { include: [name] } };
    this.write('vitest.config.mjs', `export default ${JSON.stringify(settings)};`);
    return this.#runTest(['vitest/vitest.mjs', 'run']);
  }

  #runTest([program, ...parameters]) {
    const file = path.join('node_modules', program);
    const { status, stdout, stderr } = this.#run([file, ...parameters]);
    return status === 0 ? undefined : `fails\n${stdout}${stderr}`;
  }

  #run(parameters, limitMs) {
    return spawnSync(this.#node, parameters, {
      ...this.#settings(),
      encoding: 'utf8',
      timeout: limitMs,
    });
  }

  #settings() {
    return {
      cwd: this.folder,
      killSignal: 'SIGKILL',
      // FORCE_COLOR, which Nx sets, outranks NO_COLOR: a program would print numbers in colour.
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
    };
  }

  #compilerOptions() {
    return {
      target: ts.ScriptTarget.ES2022,
      lib: [
        'lib.es2023.d.ts',
        'lib.esnext.disposable.d.ts',
        'lib.dom.d.ts',
        'lib.dom.iterable.d.ts',
      ],
      module: ts.ModuleKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      typeRoots: [path.join(this.folder, 'node_modules/@types')],
      types: ['node', 'jest'],
      jsx: ts.JsxEmit.ReactJSX,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      // Node runs a pasted file by removing its types. It compiles nothing.
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
    };
  }
}
