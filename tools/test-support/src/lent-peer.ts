import { CollaborationError, type CollaborationErrorCode } from '@beckon/core';
import { PeerClient } from './peer-client.ts';
import type { PeerMethods } from './serve-peer.ts';

/** What a page asks of the test. */
export interface PeerRequest {
  readonly method: keyof PeerMethods | 'kill';
  readonly args: readonly unknown[];
}

/** A value, or what went wrong: errors lose their codes on the way. */
export interface PeerReply {
  readonly result?: unknown;
  readonly error?: { readonly code: CollaborationErrorCode | undefined; readonly message: string };
}

declare global {
  /** The test gives it to the page; see lend-peer.ts. */
  var askPeer: ((request: PeerRequest) => Promise<PeerReply>) | undefined;
}

/** In a page: a peer in a process, which the test lends to the page. */
export class LentPeer extends PeerClient {
  #isKilled = false;

  get isRunning(): boolean {
    return !this.#isKilled;
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    await ask({ method: 'kill', args: [] });
  }

  async call<Method extends keyof PeerMethods>(
    method: Method,
    ...args: Parameters<PeerMethods[Method]>
  ): Promise<Awaited<ReturnType<PeerMethods[Method]>>> {
    return (await ask({ method, args })) as Awaited<ReturnType<PeerMethods[Method]>>;
  }
}

async function ask(request: PeerRequest): Promise<unknown> {
  if (globalThis.askPeer === undefined) throw new Error('The test has lent no peer to this page.');
  const { result, error } = await globalThis.askPeer(request);
  if (error !== undefined) throw new CollaborationError(error.code ?? 'UNKNOWN', error.message);
  return result;
}
