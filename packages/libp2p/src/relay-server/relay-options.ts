import { checkObject } from '@beckon/core/adapter';
import type { PrivateKey } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import type { Datastore } from 'interface-datastore';
import { readBootstrapAddresses } from '../dht/bootstrap-addresses.ts';

/** How {@link startRelay} makes a relay. */
export interface RelayOptions {
  /** The Ed25519 key of the relay. Default: the one in {@link datastore}, else a fresh one. */
  readonly privateKey?: PrivateKey;
  /** Keeps the key between runs, unencrypted: the addresses that people have of the relay name it. */
  readonly datastore?: Datastore;
  /**
   * Multiaddrs to listen at, over TCP and WebSockets. Default: `/ip4/127.0.0.1/tcp/0` and
   * `/ip4/127.0.0.1/tcp/0/ws`, which only this machine reaches.
   */
  readonly listen?: readonly string[];
  /**
   * Multiaddrs at which others reach the relay, in place of those where it listens: behind a proxy or a NAT, or a
   * name that belongs to the certificate.
   */
  readonly announce?: readonly string[];
  /** The certificate and its key, in PEM, for addresses that end in `/tls/ws`. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * Who may be reached through the relay: everybody, or the peers of these PeerIds. Whoever wants to reach them
   * needs not be in the list. Default: `'anyone'`.
   */
  readonly allow?: 'anyone' | readonly string[];
  /**
   * Makes the relay a node of a distributed hash table too, in which people are found by name: `libp2pAdapter({ dht })`
   * asks it. Default: false.
   */
  readonly dht?: boolean | RelayDhtOptions;
  readonly limits?: RelayLimits;
}

/** How a relay takes part in a distributed hash table. */
export interface RelayDhtOptions {
  /** Multiaddrs of other nodes of it, each with its PeerId at the end. The first node of all needs none. */
  readonly bootstrap?: readonly string[];
}

/** What one peer, and all together, may ask of a relay. */
export interface RelayLimits {
  /** Connections of all together. Default: 4 000. Those who are not in the list may have three quarters of it. */
  readonly connections?: number;
  /** Connections of one peer. Default: 4. */
  readonly connectionsPerPeer?: number;
  /** New connections each second from one IP address. Default: 100. Five times as many may come at once. */
  readonly connectionsPerSecond?: number;
  /** Reservations, one for each peer that can be reached. Default: 2 000. */
  readonly reservations?: number;
  /** Circuits of all together: two peers that are connected through the relay have one. Default: 4 000. */
  readonly circuits?: number;
  /** Circuits that one peer opens, and that are opened to it, over each of its connections. Default: 256. */
  readonly circuitsPerPeer?: number;
  /** Cards that are kept in the distributed hash table, one for each peer. Default: 10 000. */
  readonly records?: number;
  /** Longest life of one circuit, in milliseconds. Default: without end. */
  readonly circuitMs?: number;
  /** Bytes that one circuit carries. Default: without end. */
  readonly circuitBytes?: number;
}

export type ResolvedRelayLimits = Required<Omit<RelayLimits, 'circuitMs' | 'circuitBytes'>> &
  Pick<RelayLimits, 'circuitMs' | 'circuitBytes'>;

/** The longest life that a circuit can be told, in milliseconds: 2³¹ − 1. */
const MAX_CIRCUIT_MS = 2_147_483_647;

/**
 * Fills in the defaults.
 *
 * @throws TypeError for limits that are no object; RangeError for a limit that is not a number of at least 1.
 */
export function resolveRelayLimits(limits: RelayLimits = {}): ResolvedRelayLimits {
  checkObject('startRelay', 'limits', limits);
  const resolved = {
    connections: 4_000,
    connectionsPerPeer: 4,
    connectionsPerSecond: 100,
    reservations: 2_000,
    circuits: 4_000,
    circuitsPerPeer: 256,
    records: 10_000,
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
  } as ResolvedRelayLimits;
  for (const [name, value] of Object.entries(resolved)) {
    const max = name === 'circuitMs' ? MAX_CIRCUIT_MS : Number.MAX_SAFE_INTEGER;
    if (typeof value === 'number' && value >= 1 && value <= max) continue;
    throw new RangeError(
      `startRelay: limits.${name} is ${String(value)}; it must be a number from 1 to ${max}.`,
    );
  }
  return resolved;
}

/**
 * Checks what a relay is made with.
 *
 * @throws TypeError for an address that is no multiaddr, a name that is no PeerId, or a secure address without a
 *   certificate.
 */
export function checkRelayOptions({ listen, announce, allow, tls, dht }: RelayOptions): void {
  if (dht !== undefined && typeof dht !== 'boolean') {
    checkObject('startRelay', 'dht', dht);
    const { bootstrap } = dht;
    if (bootstrap !== undefined) readBootstrapAddresses('startRelay', 'dht.bootstrap', bootstrap);
  }
  checkAddresses('listen', listen);
  checkAddresses('announce', announce);
  if (tls !== undefined) {
    checkObject('startRelay', 'tls', tls);
    if (typeof tls.cert !== 'string' || typeof tls.key !== 'string') {
      throw new TypeError('startRelay: tls must have cert and key, each a text in PEM.');
    }
  }
  if (tls === undefined && listen?.some((address) => /\/(tls\/ws|wss)$/.test(address))) {
    throw new TypeError('startRelay: listen has an address with TLS. Give its certificate as tls.');
  }
  if (allow === undefined || allow === 'anyone') return;
  if (!Array.isArray(allow)) {
    throw new TypeError("startRelay: allow must be 'anyone' or a list of PeerIds.");
  }
  for (const peerName of allow as readonly unknown[]) {
    try {
      peerIdFromString(peerName as string);
    } catch (cause) {
      throw new TypeError(`startRelay: ${JSON.stringify(peerName)} in allow is not a PeerId.`, {
        cause,
      });
    }
  }
}

function checkAddresses(name: string, addresses: unknown): void {
  if (addresses === undefined) return;
  if (!Array.isArray(addresses)) throw new TypeError(`startRelay: ${name} must be a list.`);
  for (const address of addresses as readonly unknown[]) {
    try {
      multiaddr(address as string);
    } catch (cause) {
      throw new TypeError(
        `startRelay: ${JSON.stringify(address)} in ${name} is not a multiaddr. Write it as /ip4/0.0.0.0/tcp/4001.`,
        { cause },
      );
    }
  }
}
