import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { CollaborationError, type CollaborationErrorCode } from '@beckon/core';
import { PeerClient } from './peer-client.ts';
import type { PeerMethods } from './serve-peer.ts';

const folder = path.join(process.cwd(), 'test');

interface Reply {
  readonly call: number;
  readonly result?: unknown;
  readonly error?: { readonly code: CollaborationErrorCode | undefined; readonly message: string };
}

/** A peer in a process of its own, which can be killed and stopped. Its program is `test/peer-program.ts` of the package. */
export class PeerProcess extends PeerClient {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    super();
    this.#process = child;
    child.on('message', (reply: Reply) => {
      this.#waiting.get(reply.call)?.(reply);
      this.#waiting.delete(reply.call);
    });
  }

  /** Starts a process without an adapter. */
  static async spawn(): Promise<PeerProcess> {
    const child = fork(path.join(folder, 'peer-program.ts'), {
      execArgv: ['--conditions=@beckon/source', '--import', 'tsx'],
      env: { ...process.env, NODE_OPTIONS: '' },
      // Carries bytes as they are.
      serialization: 'advanced',
    });
    await once(child, 'spawn');
    const peer = new PeerProcess(child);
    // A process that a failed test has left does not keep its parent alive, and ends with it.
    child.unref();
    child.channel?.unref();
    return peer;
  }

  /** Starts a process with an open adapter. */
  static async start(options: object = {}): Promise<PeerProcess> {
    const peer = await PeerProcess.spawn();
    await peer.open(options);
    return peer;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  /** Freezes it: it is there, and does nothing. */
  stop(): void {
    this.#process.kill('SIGSTOP');
  }

  /** Lets it go on. */
  resume(): void {
    this.#process.kill('SIGCONT');
  }

  /** Asks it for something. */
  call<Method extends keyof PeerMethods>(
    method: Method,
    ...args: Parameters<PeerMethods[Method]>
  ): Promise<Awaited<ReturnType<PeerMethods[Method]>>> {
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, ({ result, error }) => {
        if (error === undefined) resolve(result as Awaited<ReturnType<PeerMethods[Method]>>);
        else reject(new CollaborationError(error.code ?? 'UNKNOWN', error.message));
      });
      this.#process.send({ call, method, args });
    });
  }
}
