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

  /** @param ttlSeconds - How long others remember it after it was killed. */
  static async start(host: Namespace, name: string, ttlSeconds = 120): Promise<NearMeProcess> {
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
    const started = new NearMeProcess(child);
    await started.until(() => started.peerName !== '');
    return started;
  }

  get names(): string[] {
    return [...this.people.values()].map(({ nickname }) => nickname).sort();
  }

  /** Waits until something is so, and gives the milliseconds that it took. */
  async until(isSo: () => boolean): Promise<number> {
    const since = performance.now();
    await new Promise<void>((resolve) => {
      this.#onChange = () => {
        if (isSo()) resolve();
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
