import { FairRoom, type PlaceHolder } from '@beckon/core/adapter';
import type {
  Connection,
  ConnectionGater,
  Libp2p,
  MultiaddrConnection,
  MultiaddrConnectionTimeline,
} from '@libp2p/interface';
import type { Libp2pCounters } from '../counters.ts';
import type { ConnectionLimits } from '../options.ts';
import { HandshakeQueue } from './handshake-queue.ts';
import { originOf } from './origin.ts';

export interface ConnectionGuardInit {
  readonly limits: ConnectionLimits;
  /** Whether a peer may connect. */
  readonly admits: (peerName: string) => boolean;
  /** Whether this side knows a peer. */
  readonly knows: (peerName: string) => boolean;
  /** Whether nothing is open on a connection. */
  readonly isIdle: (connection: Connection) => boolean;
  readonly counters: Libp2pCounters;
}

/** A connection that a peer has opened, and on which it has proven its identity. */
interface Guest {
  readonly holder: PlaceHolder;
  readonly raw: MultiaddrConnection;
  /** Set when the streams are multiplexed. */
  connection?: Connection;
}

/**
 * Decides which connections of others are kept. One identity may have few. A crowd of identities of one origin gives
 * its places to peers from elsewhere. Known peers always have room. Connections with nothing open are ended first.
 */
export class ConnectionGuard {
  readonly gater: ConnectionGater;
  readonly #init: ConnectionGuardInit;
  readonly #handshakes: HandshakeQueue;
  readonly #places: FairRoom<Guest>;
  /** By the timeline, which a connection and the socket below it share. */
  readonly #guests = new Map<MultiaddrConnectionTimeline, Guest>();
  readonly #ofPeer = new Map<string, Set<Guest>>();

  constructor(init: ConnectionGuardInit) {
    const { limits, admits, counters } = init;
    this.#init = init;
    this.#handshakes = new HandshakeQueue(limits.connectionsPerSecond, () => {
      counters.refusedConnections += 1;
    });
    this.#places = new FairRoom({
      places: limits.connections,
      isIdle: (guest) => this.#isIdle(guest),
      evict: (guest) => this.#evict(guest),
    });
    this.gater = {
      denyInboundConnection: (raw) => {
        const hasRoom = this.#handshakes.add(raw);
        if (!hasRoom) counters.refusedConnections += 1;
        return !hasRoom;
      },
      denyInboundEncryptedConnection: (peer, raw) => {
        const peerName = peer.toString();
        this.#handshakes.end(raw);
        if (!admits(peerName)) return true;
        return !this.#receive(peerName, raw);
      },
      // In pages the default denies private addresses, which can be invited too.
      denyDialMultiaddr: () => false,
    };
  }

  /** Watches the connections of a node that has not started yet. */
  watch(node: Libp2p): void {
    node.addEventListener('connection:open', ({ detail }) => {
      const guest = this.#guests.get(detail.timeline);
      if (guest !== undefined) guest.connection = detail;
    });
    node.addEventListener('stop', () => this.#handshakes.close());
  }

  /** Resolves when a connection may begin its handshake. */
  beginHandshake(raw: MultiaddrConnection): Promise<void> {
    return this.#handshakes.begin(raw);
  }

  /** The peer of a connection, for limits. `undefined` for a connection that this side has opened. */
  holderOf(timeline: MultiaddrConnectionTimeline): PlaceHolder | undefined {
    return this.#guests.get(timeline)?.holder;
  }

  #receive(peerName: string, raw: MultiaddrConnection): boolean {
    const { limits, knows, counters } = this.#init;
    const holder = { peerName, origin: originOf(raw.remoteAddr), isKnown: knows(peerName) };
    const guest: Guest = { holder, raw };
    const ofPeer = this.#ofPeer.get(peerName) ?? new Set();
    if (ofPeer.size >= limits.connectionsPerPeer) {
      const idle = [...ofPeer].find((other) => this.#isIdle(other));
      if (idle !== undefined) this.#evict(idle);
    }
    if (ofPeer.size >= limits.connectionsPerPeer || !this.#places.take(guest, holder)) {
      counters.refusedConnections += 1;
      return false;
    }
    this.#guests.set(raw.timeline, guest);
    this.#ofPeer.set(peerName, ofPeer.add(guest));
    raw.addEventListener('close', () => this.#forget(guest));
    return true;
  }

  #evict(guest: Guest): void {
    this.#init.counters.evictedConnections += 1;
    this.#forget(guest);
    (guest.connection ?? guest.raw).abort(new Error('Another connection needs the place.'));
  }

  #forget(guest: Guest): void {
    const { peerName } = guest.holder;
    const ofPeer = this.#ofPeer.get(peerName);
    this.#places.delete(guest);
    this.#guests.delete(guest.raw.timeline);
    ofPeer?.delete(guest);
    if (ofPeer?.size === 0) this.#ofPeer.delete(peerName);
  }

  #isIdle({ connection }: Guest): boolean {
    return connection !== undefined && this.#init.isIdle(connection);
  }
}
