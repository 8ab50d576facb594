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

/** Longest time that a connection may take to wait for its turn, prove an identity and agree on Yamux. */
const UPGRADE_TIMEOUT_MS = 10_000;
/** Longest time that a stream may take to name its protocol. */
const NEGOTIATION_TIMEOUT_MS = 3_000;
/** The number of peers of which the node remembers data. */
const REMEMBERED_PEERS = 1_000;
/** The most dials that may run or wait. A lower limit lets peers that do not answer keep the others waiting. */
const MAX_DIALS = 20_000;

export interface NodeInit {
  readonly privateKey: PrivateKey;
  readonly listen: readonly string[];
  readonly limits: ConnectionLimits;
  /** Whether a peer may connect. */
  readonly admits: (peerName: string) => boolean;
  /** Whether this side knows a peer. Known peers always have room. */
  readonly knows: (peerName: string) => boolean;
  /** Whether nothing is open on a connection of a peer. */
  readonly isIdle: (connection: Connection) => boolean;
  /** The addresses that are told to others, in place of those where the node listens. */
  readonly announce?: readonly string[];
  /** How the node connects, besides through relays. */
  readonly transports: readonly TransportFactory[];
  /** The services of libp2p for a node of a DHT. */
  readonly dht?: { readonly services: Dht['services'] };
  /** The circuit service, for a relay. */
  readonly relaying?: CircuitService;
  readonly counters: Libp2pCounters;
}

/** A node of one adapter. */
export interface OwnNode {
  readonly libp2p: Libp2p;
  readonly reservations: ReservationStore;
  /** Dials one address at once. libp2p itself dials the addresses of a peer one after another. */
  readonly dial: (address: Multiaddr, options: DialOptions) => Promise<Connection>;
  /** Whether there is a transport for an address. */
  readonly canDial: (address: Multiaddr) => boolean;
}

export interface DialOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (event: { readonly type: string }) => void;
}

/** The used parts of a node. */
interface Components {
  readonly transportManager: {
    dial(address: Multiaddr, options: DialOptions): Promise<Connection>;
    dialTransportForMultiaddr(address: Multiaddr): unknown;
  };
}

/**
 * Starts a node over TCP and WebSockets. Replaces every default that a hostile peer could use, and leaves out the
 * protocols identify and ping: Noise proves identities, and the invitation protocol has its own signs of life.
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
      // The guard has its own limits in place of these, which treat all peers alike.
      maxConnections: Number.MAX_SAFE_INTEGER,
      inboundConnectionThreshold: Number.MAX_SAFE_INTEGER,
      maxIncomingPendingConnections: Number.MAX_SAFE_INTEGER,
      maxParallelDials: MAX_DIALS,
      maxDialQueueLength: MAX_DIALS,
      // The engine sets the time limit of dials.
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

/** libp2p's own message advises to use an option that the adapter does not have. */
function cannotListen(listen: readonly string[], cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = reason.split('\n').map((line) => line.trim());
  const places = details.filter((line) => line.startsWith('/')).join('; ');
  return `open: the libp2p node cannot listen at ${places === '' ? `${listen.join(', ')}: ${reason}` : places}`;
}
