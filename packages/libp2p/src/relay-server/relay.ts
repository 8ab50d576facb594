import { CollaborationError } from '@beckon/core';
import type { Multiaddr } from '@multiformats/multiaddr';
import { readBootstrapAddresses } from '../dht/bootstrap-addresses.ts';
import type { DhtServer, DhtServerInit } from '../dht/dht-server.ts';
import { nodePlatform } from '../platform/node.ts';
import { stopNode } from '../node/stop-node.ts';
import { CircuitService } from './circuit-service.ts';
import { createRelayCounters, type RelayCounters } from './relay-counters.ts';
import { checkRelayOptions, type RelayOptions, resolveRelayLimits } from './relay-options.ts';

const DEFAULT_LISTEN: readonly string[] = ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'];

/** A running relay. */
export interface Relay {
  /** The PeerId of the relay. */
  readonly peerName: string;
  /** The addresses of the relay with its PeerId. Others give them as `relays`. */
  readonly addresses: readonly string[];
  readonly counters: Readonly<RelayCounters>;
  /** The current state. */
  status(): RelayStatus;
  /** Ends every circuit and connection. Never rejects. */
  close(): Promise<void>;
}

/** The state of a relay at one moment. */
export interface RelayStatus {
  readonly connections: number;
  /** Peers that can be reached through it. */
  readonly reservations: number;
  /** Pairs of peers that are connected through it. */
  readonly circuits: number;
  /** The relay as a node of the distributed hash table, if it is one. */
  readonly dht?: {
    /** Other nodes that it knows. */
    readonly nodes: number;
    /** The number of cards that it keeps, one for each peer. */
    readonly records: number;
  };
}

/**
 * Starts a relay. Peers that cannot be dialled keep a connection to it, and others reach them through it. The relay
 * sees who talks with whom, how much and when, but not the content.
 *
 * Rejects with a TypeError or RangeError for a wrong option, and with `SERVICE_UNAVAILABLE` when it cannot listen.
 *
 * @example
 * ```ts
 * import { libp2pAdapter } from '@beckon/libp2p';
 * import { startRelay } from '@beckon/libp2p/relay';
 *
 * const relay = await startRelay({ listen: ['/ip4/127.0.0.1/tcp/0'] });
 * const adapter = libp2pAdapter({ listen: [], relays: relay.addresses });
 * ```
 */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  checkRelayOptions(options);
  const limits = resolveRelayLimits(options.limits);
  const { listen = DEFAULT_LISTEN, announce = [], allow = 'anyone', datastore, tls } = options;
  await nodePlatform.prepare();
  const [{ createPrivateKey, loadPrivateKey }, { startNode }] = await Promise.all([
    import('../node/private-key.ts'),
    import('../node/node.ts'),
  ]);
  const privateKey =
    options.privateKey ??
    (await (datastore === undefined ? createPrivateKey() : loadPrivateKey(datastore)));
  const counters = createRelayCounters();
  const listed = new Set(allow === 'anyone' ? [] : allow);
  const knows = (peerName: string): boolean => listed.has(peerName);
  const allows = (peerName: string): boolean => allow === 'anyone' || knows(peerName);
  const service = new CircuitService({ limits, allows, knows, counters });
  const dht = await createDht(options.dht, { places: limits.records, knows, counters });
  const { libp2p } = await startNode({
    privateKey,
    listen,
    announce,
    transports: nodePlatform.transports(tls === undefined ? {} : { tls }),
    limits,
    admits: () => true,
    knows,
    isIdle: (connection) => service.isIdle(connection),
    relaying: service,
    ...(dht === undefined ? {} : { dht: dht.server }),
    counters,
  });
  const addresses = libp2p.getMultiaddrs().map((address) => address.toString());
  if (addresses.length === 0) {
    await stopNode(libp2p);
    throw new CollaborationError('SERVICE_UNAVAILABLE', 'startRelay: the relay listens nowhere.');
  }
  dht?.server.start(libp2p, dht.bootstrap);
  return {
    peerName: libp2p.peerId.toString(),
    addresses,
    counters,
    status: () => ({
      connections: libp2p.getConnections().length,
      reservations: service.reservationCount,
      circuits: service.circuitCount,
      ...(dht === undefined ? {} : { dht: dht.server.status() }),
    }),
    close: async () => {
      dht?.server.close();
      await stopNode(libp2p);
    },
  };
}

/** Loads the library when it is used. */
async function createDht(
  dht: RelayOptions['dht'] = false,
  init: DhtServerInit,
): Promise<{ readonly server: DhtServer; readonly bootstrap: readonly Multiaddr[] } | undefined> {
  if (dht === false) return undefined;
  const { bootstrap: given } = dht === true ? {} : dht;
  const bootstrap =
    given === undefined ? [] : readBootstrapAddresses('startRelay', 'dht.bootstrap', given);
  const { DhtServer } = await import('../dht/dht-server.ts');
  return { server: new DhtServer(init), bootstrap };
}
