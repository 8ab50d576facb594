import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Contact } from '@beckon/core';
import type { Libp2pAdapterOptions } from '../../src/index.ts';
import type { Namespace } from '../near-me/namespaces.ts';

/** What a process is asked for. */
export type Command =
  | { readonly do: 'relay'; readonly listen: readonly string[]; readonly key?: Uint8Array }
  | {
      readonly do: 'start';
      readonly options: Pick<Libp2pAdapterOptions, 'listen' | 'name' | 'relays'>;
    }
  | { readonly do: 'meet'; readonly card: string }
  | { readonly do: 'watch'; readonly peerName: string }
  | { readonly do: 'invite'; readonly peerName: string }
  | { readonly do: 'accept' | 'reopen' }
  | { readonly do: 'say'; readonly text: string };

/** What a process tells. */
export type Happening =
  | { readonly type: 'ready' | 'arrived' }
  | { readonly type: 'relaying'; readonly addresses: readonly string[]; readonly key: Uint8Array }
  | { readonly type: 'started'; readonly peerName: string; readonly card: string }
  | { readonly type: 'met'; readonly contact: Contact }
  | { readonly type: 'relays'; readonly count: number }
  | { readonly type: 'presence'; readonly status: string }
  | { readonly type: 'sent' | 'received' | 'channel'; readonly state: string }
  | { readonly type: 'heard'; readonly text: string }
  | { readonly type: 'failed'; readonly reason: string };

type HappeningOf<Type extends Happening['type']> = Extract<Happening, { readonly type: Type }>;

/** Longest wait for something to be told. */
const WAIT_MS = 20_000;

/** A process on a host of a network. */
export class ReachedProcess {
  readonly #child: ChildProcess;
  readonly #heard: Happening[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (happening: Happening) => {
      this.#heard.push(happening);
      this.#wakeAll();
    });
    child.on('exit', () => this.#wakeAll());
  }

  /** Starts a process, without waiting until it is ready. */
  static launch(host: Namespace): ReachedProcess {
    const program = path.join(process.cwd(), 'test/relays/reached-program.ts');
    const node = [process.execPath, '--conditions=@beckon/source', '--import', 'tsx', program];
    const [command, ...args] = host.command(node);
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
      serialization: 'advanced',
    });
    // A process that a failed test has left does not keep its parent alive, and ends with it.
    child.unref();
    child.channel?.unref();
    return new ReachedProcess(child);
  }

  ask(command: Command): void {
    this.#child.send(command);
  }

  /** Waits for the next happening of a type that fits; those before it are passed over. */
  async next<Type extends Happening['type']>(
    type: Type,
    fits: (happening: HappeningOf<Type>) => boolean = () => true,
  ): Promise<HappeningOf<Type>> {
    const limit = performance.now() + WAIT_MS;
    const isWanted = (happening: Happening): happening is HappeningOf<Type> =>
      happening.type === type && fits(happening as HappeningOf<Type>);
    for (;;) {
      const failure = this.#heard.find((each) => each.type === 'failed');
      if (failure !== undefined) throw new Error(failure.reason);
      const index = this.#heard.findIndex(isWanted);
      if (index >= 0) {
        const happening = this.#heard[index] as HappeningOf<Type>;
        this.#heard.splice(
          0,
          this.#heard.length,
          ...this.#heard.filter((each, at) => at > index || each.type !== type),
        );
        return happening;
      }
      if (this.#child.exitCode !== null) throw new Error(`The process ended without ${type}.`);
      if (performance.now() > limit) {
        const heard = this.#heard.map((each) => JSON.stringify(each)).join(', ');
        throw new Error(`It does not tell ${type}, only ${heard}.`);
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, limit - performance.now() + 1);
        this.#waiting.add(wake);
      });
    }
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
