import { FairRoom, type PlaceHolder } from '@beckon/core/adapter';
import { circuitRelayServer, type CircuitRelayService } from '@libp2p/circuit-relay-v2';
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { ping } from '../node/ping.ts';
import type { StreamLimits } from '../node/bounded-yamux.ts';
import { originOf } from '../node/origin.ts';
import type { RelayCounters } from './relay-counters.ts';
import type { ResolvedRelayLimits } from './relay-options.ts';

/** The longest time limit that a circuit can have. It stands for no limit, because libp2p needs a value. */
const NO_LIMIT_MS = 2_147_483_647;
/** How long a peer may take to send its request, and the target to answer, in milliseconds. */
const HOP_TIMEOUT_MS = 10_000;

type CreateService = ReturnType<typeof circuitRelayServer>;

/** The used internals of the service. They are not public; the version of the package is pinned. */
interface ServiceInternals {
  onHop(stream: Stream, connection: Connection): Promise<void>;
  /** A peer wants to reach another one. */
  handleConnect(...args: readonly unknown[]): Promise<void>;
}

export interface CircuitServiceInit {
  readonly limits: ResolvedRelayLimits;
  /** Whether a peer may be reached through the relay. */
  readonly allows: (peerName: string) => boolean;
  /** Whether the relay is run for a peer. */
  readonly knows: (peerName: string) => boolean;
  readonly counters: RelayCounters;
}

/**
 * Reservations and circuits, with limits that keep room for others when one peer, or a crowd of one origin, takes
 * much.
 */
export class CircuitService {
  readonly #init: CircuitServiceInit;
  readonly #reservations: FairRoom<string>;
  readonly #circuits: FairRoom<Stream>;
  readonly #held = new Set<string>();
  #service: CircuitRelayService | undefined;
  #node: Libp2p | undefined;

  constructor(init: CircuitServiceInit) {
    this.#init = init;
    const { limits, counters } = init;
    this.#reservations = new FairRoom({
      places: limits.reservations,
      evict: (peerName) => {
        counters.evictedReservations += 1;
        this.#end(peerName);
      },
    });
    this.#circuits = new FairRoom({
      places: limits.circuits,
      evict: (stream) => {
        counters.evictedCircuits += 1;
        stream.abort(new Error('Another circuit needs the place.'));
      },
    });
  }

  /** Limits of one connection: a stream for each circuit, and some that are just ending. */
  get streamLimits(): StreamLimits {
    const streams = 2 * this.#init.limits.circuitsPerPeer + 16;
    return { streams, openings: { burst: streams, perSecond: 20 } };
  }

  /** How many peers can be reached now. */
  get reservationCount(): number {
    return this.#held.size;
  }

  /** How many circuits are open now. */
  get circuitCount(): number {
    return this.#circuits.size;
  }

  /** Makes the service of one node. */
  readonly createService: CreateService = (components) => {
    const { circuitMs, circuitBytes, circuitsPerPeer } = this.#init.limits;
    const hasLimit = circuitMs !== undefined || circuitBytes !== undefined;
    const service = circuitRelayServer({
      hopTimeout: HOP_TIMEOUT_MS,
      maxInboundHopStreams: circuitsPerPeer,
      maxOutboundStopStreams: circuitsPerPeer,
      reservations: {
        // `FairRoom` sets the limit.
        maxReservations: Number.MAX_SAFE_INTEGER,
        applyDefaultLimit: hasLimit,
        defaultDurationLimit: circuitMs ?? NO_LIMIT_MS,
        defaultDataLimit: BigInt(circuitBytes ?? Number.MAX_SAFE_INTEGER),
      },
    })(withNewestFirst(components));
    const internals = service as unknown as ServiceInternals;
    const prototype = Object.getPrototypeOf(service) as ServiceInternals;
    internals.onHop = (stream, connection) => {
      // A copy of the service for one stream, which takes a place before the stream becomes a circuit.
      const ofStream = Object.create(service) as ServiceInternals;
      ofStream.handleConnect = async (...args) => {
        if (this.#takeCircuit(stream, connection)) await internals.handleConnect(...args);
      };
      return prototype.onHop.call(ofStream, stream, connection);
    };
    this.#service = service;
    return service;
  };

  /** Watches a node that has not started yet. */
  watch(node: Libp2p): void {
    this.#node = node;
    node.addEventListener('peer:disconnect', ({ detail }) => this.#forget(detail));
  }

  /** Whether a peer is refused a reservation. */
  denies(peer: PeerId): boolean {
    const { counters, allows } = this.#init;
    const peerName = peer.toString();
    const [connection, ...older] = newestFirst(this.#node?.getConnections(peer) ?? []);
    // A peer that has changed its network comes back while its former connection still looks alive.
    for (const each of older) abortIfDead(each);
    if (this.#held.has(peerName)) return false;
    if (
      connection === undefined ||
      !allows(peerName) ||
      !this.#reservations.take(peerName, this.#holder(connection))
    ) {
      counters.refusedReservations += 1;
      return true;
    }
    counters.reservations += 1;
    this.#held.add(peerName);
    return false;
  }

  /** Whether ending the connection would lose neither a reservation nor a circuit of its peer. */
  isIdle({ remotePeer, streams }: Connection): boolean {
    return streams.length === 0 && !this.#held.has(remotePeer.toString());
  }

  #takeCircuit(stream: Stream, connection: Connection): boolean {
    const { counters } = this.#init;
    if (!this.#circuits.take(stream, this.#holder(connection))) {
      counters.refusedCircuits += 1;
      stream.abort(new Error('The relay has no room for another circuit.'));
      return false;
    }
    counters.circuits += 1;
    stream.addEventListener('close', () => this.#circuits.delete(stream));
    stream.addEventListener('message', ({ data }) => {
      counters.relayedBytes += data.byteLength;
    });
    const send = stream.send.bind(stream);
    stream.send = (data) => {
      counters.relayedBytes += data.byteLength;
      return send(data);
    };
    return true;
  }

  #holder({ remotePeer, remoteAddr }: Connection): PlaceHolder {
    const peerName = remotePeer.toString();
    return { peerName, origin: originOf(remoteAddr), isKnown: this.#init.knows(peerName) };
  }

  #end(peerName: string): void {
    const connections = this.#node?.getConnections() ?? [];
    for (const connection of connections) {
      if (connection.remotePeer.toString() !== peerName) continue;
      this.#forget(connection.remotePeer);
      connection.abort(new Error('Another reservation needs the place.'));
    }
    this.#held.delete(peerName);
  }

  /** The library would keep a reservation, and its timer, for two hours after its peer has left. */
  #forget(peer: PeerId): void {
    const peerName = peer.toString();
    this.#held.delete(peerName);
    this.#reservations.delete(peerName);
    this.#service?.reservations.get(peer)?.signal.clear();
    this.#service?.reservations.delete(peer);
  }
}

/** How long an older connection may take to answer when its peer has opened a new one, in milliseconds. */
const PING_TIMEOUT_MS = 2_000;

function abortIfDead(connection: Connection): void {
  ping(connection, PING_TIMEOUT_MS).catch((error: unknown) => connection.abort(error as Error));
}

function newestFirst(connections: readonly Connection[]): readonly Connection[] {
  return connections
    .filter(({ status }) => status === 'open')
    .sort((one, other) => other.timeline.open - one.timeline.open);
}

type Components = Parameters<CreateService>[0];

/**
 * Puts the newest connection first. The service reaches a peer over its first connection, which may be dead
 * otherwise.
 */
function withNewestFirst(components: Components): Components {
  const { connectionManager } = components;
  const getConnections: typeof connectionManager.getConnections = (peer) => [
    ...newestFirst(connectionManager.getConnections(peer)),
  ];
  return Object.create(components, {
    connectionManager: {
      value: Object.create(connectionManager, {
        getConnections: { value: getConnections },
      }) as unknown,
    },
  }) as Components;
}
