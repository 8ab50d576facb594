import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a program of this folder in a process of its own: as it is compiled with the benchmark, or from its source in a test. */
export function forkProgram(name: string, args: readonly string[] = []): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const program = new URL(`${name}.${isSource ? 'ts' : 'mjs'}`, import.meta.url);
  const fromSource = ['--conditions=@beckon/source', '--import', 'tsx'];
  return fork(fileURLToPath(program), args, {
    execArgv: isSource ? fromSource : process.execArgv,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}
