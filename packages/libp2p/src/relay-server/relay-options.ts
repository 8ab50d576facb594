import { checkObject } from '@beckon/core/adapter';
import type { PrivateKey } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import type { Datastore } from 'interface-datastore';
import { readBootstrapAddresses } from '../dht/bootstrap-addresses.ts';

/** Options of {@link startRelay}. */
export interface RelayOptions {
  /** The Ed25519 key of the relay. Default: the key in {@link datastore}, or else a fresh one. */
  readonly privateKey?: PrivateKey;
  /**
   * Keeps the key between runs, unencrypted. The relay's addresses contain its PeerId, so they stay valid only with
   * the same key.
   */
  readonly datastore?: Datastore;
  /**
   * Multiaddrs to listen at, over TCP and WebSockets. Default: `/ip4/127.0.0.1/tcp/0` and
   * `/ip4/127.0.0.1/tcp/0/ws`, which only this machine reaches.
   */
  readonly listen?: readonly string[];
  /**
   * Multiaddrs at which others reach the relay, in place of its listen addresses: for a proxy, a NAT, or the name in
   * the certificate.
   */
  readonly announce?: readonly string[];
  /** The certificate and its key, in PEM, for addresses that end in `/tls/ws`. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * The peers that may be reached through the relay: everybody, or these PeerIds. Peers that want to reach them need
   * not be in the list. Default: `'anyone'`.
   */
  readonly allow?: 'anyone' | readonly string[];
  /**
   * Makes the relay a node of a distributed hash table too, in which `libp2pAdapter({ dht })` finds people by name.
   * Default: false.
   */
  readonly dht?: boolean | RelayDhtOptions;
  readonly limits?: RelayLimits;
}

/** Options of a relay that is a node of a distributed hash table. */
export interface RelayDhtOptions {
  /** Multiaddrs of other nodes of the table, each with its PeerId at the end. The very first node needs none. */
  readonly bootstrap?: readonly string[];
}

/** Limits of one peer, and of all peers together. */
export interface RelayLimits {
  /**
   * Connections of all peers together. Default: 4 000. Peers that are not in the list may have three quarters of
   * them.
   */
  readonly connections?: number;
  /** Connections of one peer. Default: 4. */
  readonly connectionsPerPeer?: number;
  /** New connections each second from one IP address. Default: 100. Five times as many may come at once. */
  readonly connectionsPerSecond?: number;
  /** Reservations, one for each peer that can be reached. Default: 2 000. */
  readonly reservations?: number;
  /**
   * Circuits of all peers together. Two peers that are connected through the relay have one circuit. Default: 4 000.
   */
  readonly circuits?: number;
  /** Circuits that one peer opens, and circuits to that peer, over each of its connections. Default: 256. */
  readonly circuitsPerPeer?: number;
  /** Cards that are kept in the distributed hash table, one for each peer. Default: 10 000. */
  readonly records?: number;
  /** Longest life of one circuit, in milliseconds. Default: no limit. */
  readonly circuitMs?: number;
  /** Most bytes of one circuit. Default: no limit. */
  readonly circuitBytes?: number;
}

export type ResolvedRelayLimits = Required<Omit<RelayLimits, 'circuitMs' | 'circuitBytes'>> &
  Pick<RelayLimits, 'circuitMs' | 'circuitBytes'>;

/** The longest time limit of a circuit, in milliseconds: 2³¹ − 1. */
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
 * Checks the options of a relay.
 *
 * @throws TypeError for an address that is no multiaddr, a name that is no PeerId, or a TLS address without a
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
