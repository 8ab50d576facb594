import { LIMITS, type Reception } from '@beckon/core';
import { checkObject, checkText } from '@beckon/core/adapter';
import type { EngineLimits } from '@beckon/engine';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { Datastore } from 'interface-datastore';
import type { SchedulerLike } from 'rxjs';
import type { TransportFactory } from './platform/platform.ts';
import { readBootstrapAddresses } from './dht/bootstrap-addresses.ts';
import { readRelayAddress } from './relays/relay-address.ts';

/** The most relays of one side. */
const MAX_RELAYS = 16;

/** A libp2p transport for WebRTC between two peers, made by `webRTC()` of `@libp2p/webrtc`. */
export type WebRTCTransport = TransportFactory;

/** Options of {@link libp2pAdapter}. */
export interface Libp2pAdapterOptions {
  /**
   * The Ed25519 key that this side proves. Default: the key in {@link datastore}, which the first `open()` makes;
   * without a datastore a fresh key, kept as long as the adapter object. With {@link libp2p}, give the key of that
   * node: the node does not reveal it, and `identity.card()` needs it.
   */
  readonly privateKey?: PrivateKey;
  /**
   * Keeps the private key, the contacts, the registered applications and the last accepted invitations between runs,
   * unencrypted: give a store that only its owner can read. The adapter neither opens nor closes it. Only one adapter
   * may use it at a time. Without it, contacts are kept as long as the adapter object. With {@link libp2p} it keeps
   * everything but the key.
   */
  readonly datastore?: Datastore;
  /**
   * Multiaddrs to listen at. Default: `/ip4/127.0.0.1/tcp/0`, which only this machine reaches. Give
   * `/ip4/0.0.0.0/tcp/0` to be invited from other machines, or `[]` to listen nowhere.
   */
  readonly listen?: readonly string[];
  /**
   * Multiaddrs of relays, each with the PeerId of the relay at its end. This side keeps a reservation at each, and
   * peers that cannot dial it reach it through them. A relay that is down is tried again; `open()` does not wait for
   * it. Peers that are invited by name are looked for at these relays too. Default: none.
   */
  readonly relays?: readonly string[];
  /**
   * Publishes the signed addresses of this side in a distributed hash table, and looks up peers that are invited by
   * name there. Default: none, and nothing is published.
   */
  readonly dht?: DhtOptions;
  /**
   * Connects two sides directly over WebRTC after a relay has brought them together. Give the transport that
   * `webRTC()` of `@libp2p/webrtc` makes. For pages, which cannot be dialled. Where WebRTC fails, the relay carries
   * everything. Default: none.
   */
  readonly webRTC?: WebRTCTransport;
  /** Decides which invitations are taken. Default: `'anyone'`. */
  readonly reception?: Reception;
  readonly limits?: Libp2pLimits;
  /**
   * A started node to use in place of an own one, with TCP or WebSockets, Noise and Yamux. The adapter adds its
   * protocols and removes them again. It never stops the node, and does not protect it: that is the app's task.
   * Excludes {@link listen}, {@link relays}, {@link dht} and {@link webRTC}.
   */
  readonly libp2p?: Libp2p;
  /** The name of this endpoint: at most 255 UTF-16 units. Every peer is told it; it is a claim without proof. */
  readonly name?: string;
  /**
   * Announces this side on the local subnet by multicast DNS while it is signed in near me (`visibility.signIn`), and
   * finds others there. The adapter has the table `peopleNearMe` then. Others can reach this side only at the
   * addresses of `listen`. Default: false, and nothing is announced.
   */
  readonly nearMe?: boolean | NearMeOptions;
  /** Runs every timer of the adapter but those of libp2p. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** The distributed hash table to use. */
export interface DhtOptions {
  /**
   * Multiaddrs of nodes of the table, each with its PeerId at the end, as `startRelay({ dht: true })` lists them. The
   * adapter learns the other nodes from these. One node that can be reached is enough.
   */
  readonly bootstrap: readonly string[];
}

/** Options of finding people near me. */
export interface NearMeOptions {
  /** The network interfaces to use, by their names in the system. Default: all. */
  readonly interfaces?: readonly string[];
  /**
   * How long others see this side after it has died without a goodbye, in seconds: a whole number from
   * 2 to 120. Default: 120.
   */
  readonly ttlSeconds?: number;
}

/** Limits of one peer, and of all peers together. Times are in milliseconds. */
export interface Libp2pLimits extends EngineLimits {
  /**
   * Connections that all peers together have opened. Default: 300. Peers that this side does not know may have three
   * quarters of them. When there is no room, a newcomer replaces a connection with nothing open of the IP address
   * that has most.
   */
  readonly connections?: number;
  /** Connections that one peer has opened. Default: 4. A new one replaces the oldest with nothing open. */
  readonly connectionsPerPeer?: number;
  /**
   * New connections each second from one IP address, which everybody behind one NAT shares. Default: 100. Five times
   * as many may come at once; further ones wait for their turn.
   */
  readonly connectionsPerSecond?: number;
}

/** Limits of the node, outside the engine. */
export type ConnectionLimits = Required<
  Pick<Libp2pLimits, 'connections' | 'connectionsPerPeer' | 'connectionsPerSecond'>
>;

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a limit that is not a number of at least 1.
 */
export function connectionLimits({
  connections = 300,
  connectionsPerPeer = 4,
  connectionsPerSecond = 100,
}: Libp2pLimits = {}): ConnectionLimits {
  const limits = { connections, connectionsPerPeer, connectionsPerSecond };
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value === 'number' && value >= 1) continue;
    throw new RangeError(
      `libp2pAdapter: limits.${name} is ${String(value)}; it must be a number of at least 1.`,
    );
  }
  return limits;
}

/**
 * Checks the options that the engine does not check.
 *
 * @throws TypeError for a name that is no text, a listen address that is no multiaddr, or options that
 *   exclude each other; RangeError for a name that is too long.
 */
export function checkOptions({
  name,
  nearMe,
  libp2p,
  listen,
  relays,
  dht,
  webRTC,
  datastore,
}: Libp2pAdapterOptions): void {
  if (name !== undefined) checkText('libp2pAdapter', 'name', name, LIMITS.endpointNameUtf16Units);
  if (datastore !== undefined && !isDatastore(datastore)) {
    throw new TypeError(
      'libp2pAdapter: datastore must be an interface-datastore, with the functions has, get and put.',
    );
  }
  for (const [option, value] of Object.entries({ listen, relays, dht, webRTC })) {
    if (libp2p === undefined || value === undefined) continue;
    throw new TypeError(`libp2pAdapter: ${option} is for a node of its own, and libp2p was given.`);
  }
  if (webRTC !== undefined && typeof webRTC !== 'function') {
    throw new TypeError('libp2pAdapter: webRTC must be what webRTC() of @libp2p/webrtc gives.');
  }
  if (relays !== undefined) checkRelays(relays);
  if (dht !== undefined) {
    checkObject('libp2pAdapter', 'dht', dht);
    readBootstrapAddresses('libp2pAdapter', 'dht.bootstrap', dht.bootstrap);
  }
  if (nearMe !== undefined && typeof nearMe !== 'boolean') checkNearMe(nearMe);
  if (listen === undefined) return;
  if (!Array.isArray(listen)) throw new TypeError('libp2pAdapter: listen must be a list.');
  for (const address of listen as readonly unknown[]) {
    try {
      multiaddr(address as string);
    } catch (cause) {
      throw new TypeError(
        `libp2pAdapter: ${JSON.stringify(address)} in listen is not a multiaddr. Write it as /ip4/0.0.0.0/tcp/4001.`,
        { cause },
      );
    }
  }
}

function isDatastore(value: unknown): boolean {
  const datastore = (value ?? {}) as Partial<Datastore>;
  return [datastore.has, datastore.get, datastore.put].every((part) => typeof part === 'function');
}

function checkRelays(relays: unknown): void {
  if (!Array.isArray(relays)) throw new TypeError('libp2pAdapter: relays must be a list.');
  if (relays.length > MAX_RELAYS) {
    throw new RangeError(
      `libp2pAdapter: relays has ${relays.length} addresses; the limit is ${MAX_RELAYS}.`,
    );
  }
  const ids = (relays as readonly unknown[]).map(
    (relay) => readRelayAddress('relays', relay).getComponents().at(-1)?.value,
  );
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice === undefined) return;
  throw new TypeError(`libp2pAdapter: the relay ${twice} is in relays twice.`);
}

function checkNearMe(nearMe: NearMeOptions): void {
  checkObject('libp2pAdapter', 'nearMe', nearMe);
  const { interfaces, ttlSeconds } = nearMe;
  const isList =
    interfaces === undefined ||
    (Array.isArray(interfaces) &&
      (interfaces as readonly unknown[]).every((each) => typeof each === 'string'));
  if (!isList) {
    throw new TypeError('libp2pAdapter: nearMe.interfaces must be a list of names of interfaces.');
  }
  const isTime =
    ttlSeconds === undefined ||
    (Number.isInteger(ttlSeconds) && ttlSeconds >= 2 && ttlSeconds <= 120);
  if (!isTime) {
    throw new RangeError(
      `libp2pAdapter: nearMe.ttlSeconds is ${String(ttlSeconds)}; it must be a whole number from 2 to 120.`,
    );
  }
}
