import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { PersonNearMe } from '@beckon/core';
import type { Namespace } from './namespaces.ts';

interface Told {
  readonly peerName?: string;
  readonly person?: PersonNearMe;
  readonly gone?: string;
}

/** Longest wait for something to be seen. */
const WAIT_MS = 30_000;

/** Somebody who is signed in near me, in a process on a host. */
export class NearMeProcess {
  readonly people = new Map<string, PersonNearMe>();
  peerName = '';
  readonly #process: ChildProcess;
  #onChange: () => void = () => undefined;

  private constructor(child: ChildProcess) {
    this.#process = child;
    if (child.stdout === null) throw new Error('The process has no output.');
    createInterface(child.stdout).on('line', (line) => {
      const { peerName, person, gone } = JSON.parse(line) as Told;
      if (peerName !== undefined) this.peerName = peerName;
      if (person !== undefined) this.people.set(person.id, person);
      if (gone !== undefined) this.people.delete(gone);
      this.#onChange();
    });
  }

  /**
   * Begins to start; see {@link ready}.
   *
   * @param ttlSeconds - How long others remember it after it was killed.
   */
  static launch(host: Namespace, name: string, ttlSeconds = 120): NearMeProcess {
    const [command, ...args] = host.command([
      process.execPath,
      '--conditions=@beckon/source',
      '--import',
      'tsx',
      path.join(process.cwd(), 'test/near-me/near-me-program.ts'),
      name,
      String(ttlSeconds),
    ]);
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const launched = new NearMeProcess(child);
    // A process that a failed test has left does not keep its parent alive, and ends with it.
    child.unref();
    for (const stream of [child.stdin, child.stdout]) (stream as { unref?(): void }).unref?.();
    return launched;
  }

  /** Resolves when it is signed in. */
  async ready(): Promise<void> {
    await this.until(() => this.peerName !== '');
  }

  get names(): string[] {
    return [...this.people.values()].map(({ nickname }) => nickname).sort();
  }

  /** Waits until something is so, and gives the milliseconds that it took. */
  async until(isSo: () => boolean): Promise<number> {
    const since = performance.now();
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`After ${WAIT_MS} ms, these are seen: ${this.names.join(', ')}.`)),
        WAIT_MS,
      );
      this.#onChange = () => {
        if (!isSo()) return;
        clearTimeout(limit);
        resolve();
      };
      this.#onChange();
    });
    return Math.round(performance.now() - since);
  }

  /** Waits until exactly these people are seen. */
  sees(...names: string[]): Promise<number> {
    return this.until(() => this.names.join() === names.sort().join());
  }

  rename(name: string): void {
    this.#process.stdin?.write(`name ${name}\n`);
  }

  leave(): void {
    this.#process.stdin?.write('leave\n');
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
