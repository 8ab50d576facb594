import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from 'test-support/free-ports';

const lobby = path.dirname(createRequire(__filename).resolve('lobby/package.json'));

export interface HostSettings {
  readonly name: string;
  /** The build of the page: in `development`, React's StrictMode runs its checks. */
  readonly page?: 'production' | 'development';
  /** Whether those on the local network find it. */
  readonly isNear?: boolean;
}

/** A host of the lobby in a process of its own, on real sockets, as `npm start` runs it. */
export class HostProcess {
  readonly #settings: HostSettings;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #url = '';

  private constructor(settings: HostSettings, folder: string) {
    this.#settings = settings;
    this.#folder = folder;
  }

  static async start(settings: HostSettings): Promise<HostProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-lobby-'));
    const host = new HostProcess(settings, folder);
    await host.#run(await freePort());
    return host;
  }

  /** The address of its page, with the token. */
  get url(): string {
    return this.#url;
  }

  get dataFolder(): string {
    return path.join(this.#folder, 'data');
  }

  /** Ends the host as a crash does: it sends no last message. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
  }

  /** Starts the host again with its port and its data. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#run(Number(new URL(this.#url).port));
  }

  /** Ends the host and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #run(port: number): Promise<void> {
    const { name, page = 'production', isNear = false } = this.#settings;
    const pageFolder = page === 'production' ? 'dist/page' : 'dist/page-development';
    const host = spawn(
      process.execPath,
      [
        path.join(lobby, 'dist/host.mjs'),
        ...['--name', name, '--port', String(port), '--data', this.dataFolder],
        ...['--page', path.join(lobby, pageFolder)],
        ...(isNear ? [] : ['--no-near']),
      ],
      // The host must not get the flags of the test runner.
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    this.#process = host;
    const [line] = (await Promise.race([
      once(createInterface(host.stdout), 'line'),
      once(host, 'exit').then(() => {
        throw new Error(`The host of ${name} ended before it was ready.`);
      }),
    ])) as [string];
    this.#url = line.slice(line.indexOf('http'));
  }
}
