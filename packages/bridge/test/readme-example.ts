import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

/** Runs the block of this package's README that has `text`, as it stands there, with these modules and globals. */
export function runReadmeExample(
  text: string,
  modules: Readonly<Record<string, unknown>>,
  globals: Readonly<Record<string, unknown>>,
): void {
  const readme = readFileSync(path.join(process.cwd(), 'README.md'), 'utf8');
  const [, code] =
    [...readme.matchAll(/```ts\n([^]*?)```/g)].find(([block]) => block.includes(text)) ?? [];
  if (code === undefined) throw new Error(`The README has no example with ${text}`);
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const require = (name: string): unknown => {
    if (name in modules) return modules[name];
    throw new Error(`The example imports ${name}`);
  };
  // A scope of its own, as that of the file into which the reader pastes it.
  const run = compileFunction(outputText, ['require', 'exports', ...Object.keys(globals)]) as (
    ...of: unknown[]
  ) => void;
  run(require, {}, ...Object.values(globals));
}
