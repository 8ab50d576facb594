import { once } from 'node:events';
import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Contact, Endpoint } from '@beckon/core';
import type { HostActions } from './host-program.ts';

/** What is behind the bridge. */
export type Hosted = 'mock' | 'libp2p';

export interface HostRequest {
  readonly kind: Hosted;
  readonly pipe: 'messagePort' | 'webSocket';
  readonly port: MessagePort;
  /** The peer's adapter is offered here. */
  readonly peerPort: MessagePort;
}

export interface HostReply {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  /** Over a WebSocket. */
  readonly url?: string;
  readonly token?: string;
}

/** A real thread that holds adapters and serves bridges to them. */
export class HostWorker {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async start(): Promise<HostWorker> {
    const folder = path.join(process.cwd(), 'test');
    const worker = new Worker(path.join(folder, 'host-thread.mjs'), {
      execArgv: ['--conditions=@beckon/source'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await once(worker, 'online');
    return new HostWorker(worker);
  }

  async serve(
    kind: Hosted,
    pipe: HostRequest['pipe'],
  ): Promise<HostReply & { readonly port: MessagePort; readonly peerPort: MessagePort }> {
    const mine = new MessageChannel();
    const peers = new MessageChannel();
    const request = { kind, pipe, port: mine.port1, peerPort: peers.port1 };
    const reply = await this.#ask('start', request, [mine.port1, peers.port1]);
    return { ...(reply as HostReply), port: mine.port2, peerPort: peers.port2 };
  }

  async killPeer(): Promise<void> {
    await this.#ask('kill');
  }

  /** Rejects when a bridge has left something at its adapter. */
  async tearDown(): Promise<void> {
    await this.#ask('tearDown');
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(
    action: keyof HostActions,
    request?: HostRequest,
    transfer: readonly MessagePort[] = [],
  ): Promise<unknown> {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ action, request, reply: port2 }, [port2, ...transfer]);
    const [{ value, error }] = (await once(port1, 'message')) as [
      { value?: unknown; error?: string },
    ];
    port1.close();
    if (error !== undefined) throw new Error(error);
    return value;
  }
}
