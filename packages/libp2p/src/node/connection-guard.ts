import type { Connection, ConnectionGater, Libp2p, PeerId } from '@libp2p/interface';
import type { Libp2pCounters } from '../counters.ts';

/**
 * Keeps the connections of one peer under a limit, so that one identity cannot take the places of all
 * others. A peer over it is turned away before its streams are multiplexed.
 */
export class ConnectionGuard {
  readonly gater: ConnectionGater;
  readonly #limit: number;
  readonly #counters: Libp2pCounters;
  #node: Pick<Libp2p, 'getConnections'> | undefined;

  constructor(limit: number, admits: (peerName: string) => boolean, counters: Libp2pCounters) {
    this.#limit = limit;
    this.#counters = counters;
    this.gater = {
      denyInboundEncryptedConnection: (peer) => {
        if (!admits(peer.toString())) return true;
        return this.#isOver(peer, this.#limit - 1);
      },
      // The default denies private addresses in pages; invitations are for these too.
      denyDialMultiaddr: () => false,
    };
  }

  /** Watches the connections of a node that has not started yet. */
  watch(node: Libp2p): void {
    this.#node = node;
    node.addEventListener('connection:open', ({ detail }) => this.#trim(detail));
  }

  // Connections that were let in together have not seen each other.
  #trim(connection: Connection): void {
    if (connection.direction === 'inbound' && this.#isOver(connection.remotePeer, this.#limit)) {
      connection.abort(new Error('The peer has too many connections.'));
    }
  }

  #isOver(peer: PeerId, limit: number): boolean {
    const isOver = (this.#node?.getConnections(peer).length ?? 0) > limit;
    if (isOver) this.#counters.refusedConnections += 1;
    return isOver;
  }
}
