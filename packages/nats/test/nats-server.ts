import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from 'test-support/free-ports';

const POLL_MS = 250;

/** The server's program. `undefined` where there is none. */
const natsServerPath = [
  process.env['BECKON_NATS_SERVER'],
  '/usr/sbin/nats-server',
  '/usr/bin/nats-server',
  '/usr/local/bin/nats-server',
].find((place) => place !== undefined && existsSync(place));

/** Describes tests that need the server. They are shown as skipped where there is none. */
export const describeWithServer = natsServerPath === undefined ? describe.skip : describe;

/** A NATS server on loopback, in a process of its own. */
export class NatsServer {
  readonly url: string;
  readonly #monitor: string;
  readonly #config: string;
  readonly #folder: string;
  #process: ChildProcess;

  private constructor(url: string, monitor: string, folder: string, started: ChildProcess) {
    this.url = url;
    this.#monitor = monitor;
    this.#folder = folder;
    this.#config = configIn(folder);
    this.#process = started;
  }

  /** @param settings - Lines of the server's configuration. */
  static async start(settings = '', port?: number): Promise<NatsServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-nats-'));
    const own = port ?? (await freePort());
    const monitor = `127.0.0.1:${await freePort()}`;
    const config = configIn(folder);
    await writeFile(
      config,
      `host: 127.0.0.1\nport: ${own}\nhttp: ${monitor}\n${settings.replaceAll('$FOLDER', folder)}\n`,
    );
    return new NatsServer(`nats://127.0.0.1:${own}`, monitor, folder, await run(config));
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  /** Starts it again, after it was killed. */
  async restart(): Promise<void> {
    this.#process = await run(this.#config);
  }

  /** Resolves once it says that it has all that the others of its cluster have. */
  async healthy(): Promise<void> {
    for (;;) {
      const { ok } = await fetch(`http://${this.#monitor}/healthz`);
      if (ok) return;
      await setTimeout(POLL_MS);
    }
  }

  /** Freezes it: it is there, and does nothing. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function configIn(folder: string): string {
  return path.join(folder, 'server.conf');
}

async function run(config: string): Promise<ChildProcess> {
  const server = spawn(natsServerPath!, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const log = server.stderr;
  await new Promise<void>((resolve, reject) => {
    let text = '';
    server.on('exit', () => reject(new Error(`nats-server has ended:\n${text}`)));
    log.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Server is ready')) resolve();
    });
  });
  log.removeAllListeners('data');
  log.resume();
  server.unref();
  (log as unknown as { unref(): void }).unref();
  return server;
}
