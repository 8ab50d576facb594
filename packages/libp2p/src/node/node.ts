import { CollaborationError } from '@beckon/core';
import { MAX_TIMER_MS } from '@beckon/core/adapter';
import type { Connection, Libp2p, PrivateKey } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import type { Libp2pCounters } from '../counters.ts';
import type { Dht } from '../dht/dht.ts';
import { BoundedDatastore } from './bounded-datastore.ts';
import { boundedYamux } from './bounded-yamux.ts';
import { ConnectionGuard } from './connection-guard.ts';
import { pacedNoise } from './paced-noise.ts';
import type { TransportFactory } from '../platform/platform.ts';
import { stopNode } from './stop-node.ts';
import { Circuit, type ReservationStore, withoutDiscovery } from '../relays/circuit.ts';
import type { CircuitService } from '../relay-server/circuit-service.ts';
import type { ConnectionLimits } from '../options.ts';

/** Longest time that a connection may take to prove an identity and agree on Yamux, its wait included. */
const UPGRADE_TIMEOUT_MS = 10_000;
/** Longest time that a stream may take to name its protocol. */
const NEGOTIATION_TIMEOUT_MS = 3_000;
/** Peers that the node remembers something of. */
const REMEMBERED_PEERS = 1_000;
/** Dials that may be under way or wait: those to peers that do not answer keep the others waiting otherwise. */
const MAX_DIALS = 20_000;

export interface NodeInit {
  readonly privateKey: PrivateKey;
  readonly listen: readonly string[];
  readonly limits: ConnectionLimits;
  /** Whether a peer may connect. */
  readonly admits: (peerName: string) => boolean;
  /** Whether this side knows a peer, which has room then whatever others do. */
  readonly knows: (peerName: string) => boolean;
  /** Whether nothing would be lost with a connection that a peer has opened. */
  readonly isIdle: (connection: Connection) => boolean;
  /** The addresses that are told to others, in place of those where the node listens. */
  readonly announce?: readonly string[];
  /** How the node connects, besides through relays. */
  readonly transports: readonly TransportFactory[];
  /** What makes the node one of a DHT: libp2p's services. */
  readonly dht?: { readonly services: Dht['services'] };
  /** What makes the node a relay. */
  readonly relaying?: CircuitService;
  readonly counters: Libp2pCounters;
}

/** A node that was made for one adapter. */
export interface OwnNode {
  readonly libp2p: Libp2p;
  readonly reservations: ReservationStore;
  /** Dials one address, whatever else is being dialled. libp2p itself dials a peer at one address after the other. */
  readonly dial: (address: Multiaddr, options: DialOptions) => Promise<Connection>;
  /** Whether there is a transport for an address. */
  readonly canDial: (address: Multiaddr) => boolean;
}

export interface DialOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (event: { readonly type: string }) => void;
}

/** What is reached of a node's parts. */
interface Components {
  readonly transportManager: {
    dial(address: Multiaddr, options: DialOptions): Promise<Connection>;
    dialTransportForMultiaddr(address: Multiaddr): unknown;
  };
}

/**
 * Starts a node over TCP and WebSockets, with every default replaced that a hostile peer could use, and
 * without the protocols of libp2p that nobody needs: an identity is proven by Noise, and whether a peer is
 * alive is asked in the protocol of invitations.
 * Rejects with `SERVICE_UNAVAILABLE` when it cannot listen.
 */
export async function startNode(init: NodeInit): Promise<OwnNode> {
  const { privateKey, listen, announce = [], transports, relaying, dht, counters } = init;
  const guard = new ConnectionGuard(init);
  const circuit = new Circuit(init.limits.connections);
  let components: Components | undefined;
  const node = await createLibp2p({
    start: false,
    privateKey,
    addresses: { listen: [...listen], announce: [...announce] },
    transports: [
      ...transports.map(
        (create): TransportFactory =>
          (components) =>
            withoutDiscovery(create(components)),
      ),
      circuit.createTransport,
    ],
    connectionEncrypters: [pacedNoise((raw) => guard.beginHandshake(raw))],
    streamMuxers: [
      boundedYamux({
        holderOf: (timeline) => guard.holderOf(timeline),
        counters,
        ...(relaying === undefined ? {} : { guestLimits: relaying.streamLimits }),
      }),
    ],
    datastore: new BoundedDatastore(REMEMBERED_PEERS),
    connectionGater: {
      ...guard.gater,
      ...(relaying === undefined
        ? {}
        : { denyInboundRelayReservation: (peer) => relaying.denies(peer) }),
    },
    connectionMonitor: { enabled: false },
    services: {
      parts: (parts: unknown) => {
        components = parts as Components;
        return {};
      },
      ...(relaying === undefined ? {} : { relay: relaying.createService }),
      ...dht?.services,
    },
    connectionManager: {
      // The guard has limits of its own in place of these, which refuse without a difference.
      maxConnections: Number.MAX_SAFE_INTEGER,
      inboundConnectionThreshold: Number.MAX_SAFE_INTEGER,
      maxIncomingPendingConnections: Number.MAX_SAFE_INTEGER,
      maxParallelDials: MAX_DIALS,
      maxDialQueueLength: MAX_DIALS,
      // The engine ends dials.
      addressDialTimeout: MAX_TIMER_MS,
      inboundUpgradeTimeout: UPGRADE_TIMEOUT_MS,
      inboundStreamProtocolNegotiationTimeout: NEGOTIATION_TIMEOUT_MS,
      outboundStreamProtocolNegotiationTimeout: NEGOTIATION_TIMEOUT_MS,
    },
  });
  guard.watch(node);
  relaying?.watch(node);
  try {
    await node.start();
  } catch (cause) {
    await stopNode(node);
    throw new CollaborationError('SERVICE_UNAVAILABLE', cannotListen(listen, cause), { cause });
  }
  const { transportManager } = components as unknown as Components;
  return {
    libp2p: node,
    reservations: circuit.reservations,
    dial: (address, options) => transportManager.dial(address, options),
    canDial: (address) => transportManager.dialTransportForMultiaddr(address) !== undefined,
  };
}

/** libp2p's own message gives advice about an option that the adapter has not. */
function cannotListen(listen: readonly string[], cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = reason.split('\n').map((line) => line.trim());
  const places = details.filter((line) => line.startsWith('/')).join('; ');
  return `open: the libp2p node cannot listen at ${places === '' ? `${listen.join(', ')}: ${reason}` : places}`;
}
