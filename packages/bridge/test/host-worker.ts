import { once } from 'node:events';
import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Contact, Endpoint } from '@beckon/core';
import type { HostAction } from './host-program.ts';

/** The kind of adapter behind the bridge. */
export type Hosted = 'mock' | 'libp2p';

/** Asks for an adapter behind a bridge. */
export interface HostRequest {
  readonly kind: Hosted;
  readonly pipe: 'messagePort' | 'webSocket';
  readonly port: MessagePort;
}

/** Where the bridge is, over a WebSocket. */
export interface HostReply {
  readonly url?: string;
  readonly token?: string;
}

/** Asks for another side, which is offered over a port as well. */
export interface PeerRequest {
  readonly port: MessagePort;
}

export interface PeerReply {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
}

/** A real thread that holds adapters and serves bridges to them. */
export class HostWorker {
  readonly #worker: Worker;
  /** Rejects when the worker fails or ends, so that nobody waits for its replies. */
  readonly #ended: Promise<never>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#ended = once(worker, 'exit').then(() => {
      throw new Error('The worker has ended.');
    });
    this.#ended.catch(() => undefined);
  }

  static async start(): Promise<HostWorker> {
    const program = path.join(process.cwd(), 'test', 'host-program.ts');
    // `--import tsx` does nothing in a worker.
    const start = `import('tsx/esm/api').then(({ register }) => {
      register();
      return import(${JSON.stringify(program)});
    })`;
    const worker = new Worker(start, {
      eval: true,
      execArgv: ['--conditions=@beckon/source'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await once(worker, 'online');
    return new HostWorker(worker);
  }

  /** Begins anew, with one adapter behind a bridge. */
  async serve(
    kind: Hosted,
    pipe: HostRequest['pipe'],
  ): Promise<HostReply & { readonly port: MessagePort }> {
    const { port1, port2 } = new MessageChannel();
    const reply = await this.#ask('serve', { kind, pipe, port: port1 });
    return { ...(reply as HostReply), port: port2 };
  }

  /** Adds a side that the adapter can reach. */
  async servePeer(): Promise<PeerReply & { readonly port: MessagePort }> {
    const { port1, port2 } = new MessageChannel();
    const reply = await this.#ask('servePeer', { port: port1 });
    return { ...(reply as PeerReply), port: port2 };
  }

  /** Ends the first side that was added, as a crash does. */
  async killPeer(): Promise<void> {
    await this.#ask('killPeer');
  }

  /** Ends all sides. Rejects when a bridge has left something at its adapter. */
  async end(): Promise<void> {
    await this.#ask('end');
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(action: HostAction, request?: HostRequest | PeerRequest): Promise<unknown> {
    const { port1, port2 } = new MessageChannel();
    const transfer = request === undefined ? [port2] : [port2, request.port];
    this.#worker.postMessage({ action, request, reply: port2 }, transfer);
    const replied = once(port1, 'message') as Promise<[{ value?: unknown; error?: string }]>;
    const [{ value, error }] = await Promise.race([replied, this.#ended]);
    port1.close();
    if (error !== undefined) throw new Error(error);
    return value;
  }
}
