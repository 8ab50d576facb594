import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

const lobby = path.dirname(createRequire(__filename).resolve('lobby/package.json'));

/** The pages of Ada and Bob and a relay, without a host, as `npm run lobby -- --pages` runs them. */
export class PagesProcess {
  readonly ada: string;
  readonly bob: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, ada: string, bob: string) {
    this.#process = process;
    this.ada = ada;
    this.bob = bob;
  }

  static async start(): Promise<PagesProcess> {
    const child = spawn(
      process.execPath,
      [path.join(lobby, 'dist/pages.mjs'), '--person', 'Ada=0', '--person', 'Bob=0'],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    child.unref();
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const url = async (): Promise<string> => {
      const { value } = (await lines.next()) as { readonly value?: string };
      if (value === undefined) throw new Error('The pages ended before they were ready.');
      return value.slice(value.indexOf('http'));
    };
    return new PagesProcess(child, await url(), await url());
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
