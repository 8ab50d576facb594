import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

/** What the block of the README that has `text` exports, run as it stands there, with these modules. */
export function readmeExample(
  text: string,
  modules: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const readme = readFileSync(path.join(__dirname, '../README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```tsx\n([^]*?)```/g)].map(([, code = '']) => code);
  const code = blocks.find((block) => block.includes(text));
  if (code === undefined) throw new Error(`The README has no example with ${text}`);
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
    },
  });
  const exported = {};
  const requireModule = (name: string): unknown => {
    if (name in modules) return modules[name];
    throw new Error(`The example imports ${name}`);
  };
  const run = compileFunction(outputText, ['require', 'exports']) as (...of: unknown[]) => void;
  run(requireModule, exported);
  return exported;
}
