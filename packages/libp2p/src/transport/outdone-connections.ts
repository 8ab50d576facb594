import type { Connection, Stream } from '@libp2p/interface';
import type { SchedulerLike } from 'rxjs';
import { pause } from '../pause.ts';
import { best, isDirect } from './connections.ts';

/** An unused relayed connection is closed after this time, in milliseconds. */
const LEAVE_MS = 500;

export interface OutdoneConnectionsInit {
  /** The open connections with a peer. */
  readonly connections: (peerName: string) => readonly Connection[];
  readonly scheduler: SchedulerLike;
}

/** Relayed connections to peers that are reached directly too. Each is closed as soon as nothing uses it. */
export class OutdoneConnections {
  readonly #init: OutdoneConnectionsInit;
  readonly #leaving = new Set<Connection>();
  readonly #closed = new AbortController();

  constructor(init: OutdoneConnectionsInit) {
    this.#init = init;
  }

  add(relayed: Connection): void {
    if (this.#leaving.has(relayed)) return;
    this.#leaving.add(relayed);
    void this.#leave(relayed).finally(() => this.#leaving.delete(relayed));
  }

  close(): void {
    this.#closed.abort();
  }

  /** Never rejects. */
  async #leave(relayed: Connection): Promise<void> {
    do {
      await Promise.all(relayed.streams.map(hasClosed));
      await pause(LEAVE_MS, this.#closed.signal, this.#init.scheduler);
    } while (relayed.streams.length > 0);
    // The direct connection may have been lost meanwhile.
    const now = best(this.#init.connections(relayed.remotePeer.toString()));
    if (isDirect(now)) await relayed.close().catch(() => undefined);
  }
}

/** Resolves when the stream has closed. It does so at the latest when the node stops. */
function hasClosed(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    stream.addEventListener('close', () => resolve(), { once: true });
  });
}
