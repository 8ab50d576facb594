import { CollaborationError, type Contact, type Endpoint, type EndpointRoute } from '@beckon/core';
import { invalidArgument } from '@beckon/core/adapter';
import {
  type ContactCard,
  type DialTarget,
  type PeerStream,
  type ReachedPeer,
  type StreamProtocol,
  type Transport,
  type TransportEngine,
  Turns,
} from '@beckon/engine';
import type { Connection, Libp2p, PrivateKey } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import type { StreamsInUse } from '../node/streams-in-use.ts';
import type { Libp2pCounters } from '../counters.ts';
import { ANSWERED } from '../node/dial-progress.ts';
import { watchSilence } from '../node/heard.ts';
import type { DhtClient } from '../dht/dht-client.ts';
import type { Platform } from '../platform/platform.ts';
import type { OwnNode } from '../node/node.ts';
import { stopNode } from '../node/stop-node.ts';
import { RelayReservations } from '../relays/relay-reservations.ts';
import { makeCard, readCard } from './card.ts';
import { best, isDirect, isInUse } from './connections.ts';
import { DialTargets } from './dial-targets.ts';
import { Libp2pStream } from './libp2p-stream.ts';
import { OutdoneConnections } from './outdone-connections.ts';
import { type FindOptions, PeerFinder } from './peer-finder.ts';
import { MAX_STREAMS, PROTOCOL_IDS, STREAM_PROTOCOLS } from './protocol.ts';
import { isRelayed, rememberedAddress, routeOf } from './routes.ts';
import { StraightConnections } from './straight-connections.ts';

/**
 * The number of dials that run at once. The next ones begin when these have ended, or take longer than the patience
 * in milliseconds.
 */
const DIALS_AT_ONCE = 32;
const DIAL_PATIENCE_MS = 100;
/** How long a reused connection may take to open a stream before a new connection is tried, in milliseconds. */
const KEPT_CONNECTION_TIMEOUT_MS = 1_000;
/** The most addresses of this side that are published. */
const MAX_PUBLIC_ADDRESSES = 8;

export interface Libp2pTransportInit {
  readonly node: Libp2p;
  /** The same node, if it was made for the transport. The transport stops it then. */
  readonly ownNode: OwnNode | undefined;
  /** The relays at which this side keeps a reservation. */
  readonly relays: readonly Multiaddr[];
  /** The key of the node, if it is known. */
  readonly privateKey: PrivateKey | undefined;
  readonly engine: TransportEngine;
  /** The transport keeps this set up to date. */
  readonly streamsInUse: StreamsInUse;
  readonly counters: Libp2pCounters;
  readonly scheduler: SchedulerLike;
  readonly platform: Platform;
  /** The DHT in which this side publishes its card and finds others. */
  readonly dht: DhtClient | undefined;
  /** Whether the node can connect over WebRTC. */
  readonly hasWebRTC: boolean;
  readonly onClose: () => void;
}

/** Streams of the engine's protocols over a libp2p node. */
export class Libp2pTransport implements Transport {
  readonly #init: Libp2pTransportInit;
  readonly #node: Libp2p;
  readonly #targets: DialTargets;
  readonly #relays: RelayReservations | undefined;
  readonly #outdone: OutdoneConnections;
  readonly #finder: PeerFinder;
  readonly #stopWatching: (() => void) | undefined;
  readonly #straight: StraightConnections | undefined;
  readonly #dials: Turns;

  private constructor(init: Libp2pTransportInit) {
    const { node, ownNode, relays, dht, scheduler, engine, platform, hasWebRTC } = init;
    this.#init = init;
    this.#node = node;
    this.#dials = new Turns({
      atOnce: DIALS_AT_ONCE,
      patienceMs: DIAL_PATIENCE_MS,
      scheduler,
    });
    this.#targets = new DialTargets({
      ownName: this.peerName,
      ownAddresses: () => node.getMultiaddrs(),
      isOwnNode: ownNode !== undefined,
      faultOf: (address) => platform.faultOf(address),
    });
    if (ownNode !== undefined && relays.length > 0) {
      this.#relays = new RelayReservations({
        node,
        reservations: ownNode.reservations,
        relays,
        scheduler,
        onChange: () => {
          engine.onAddressesChanged();
          dht?.publishSoon();
        },
      });
    }
    const connections = (peerName: string): Connection[] =>
      node.getConnections(peerIdFromString(peerName));
    this.#outdone = new OutdoneConnections({ connections, scheduler });
    if (ownNode !== undefined && hasWebRTC) {
      this.#straight = new StraightConnections({
        dial: (address, signal) => ownNode.dial(address, { signal }),
        outdone: this.#outdone,
        scheduler,
      });
    }
    // Without this, peers would notice only after seconds that a page is gone.
    this.#stopWatching = platform.onLeave?.(() => {
      for (const connection of node.getConnections())
        connection.abort(new Error('The page is left.'));
    });
    dht?.start({ node, card: () => this.#publicCard() });
    this.#finder = new PeerFinder({
      connections,
      knows: (peerName) => engine.knows(peerName),
      known: (peerName) => engine.addressesOf(peerName),
      atRelays: (peerName) => this.#relays?.addressesOf(peerName) ?? [],
      ...(dht === undefined
        ? {}
        : { lookUp: (peerName, signal) => dht.addressesOf(peerName, signal) }),
      // A node that was given would return the relayed connection for every address of the peer.
      mayImprove: ownNode !== undefined,
      canDial: (address) => ownNode?.canDial(address) ?? true,
      dial: (address, signal, onProgress) =>
        this.#inTurn(signal, onProgress, (options) => (ownNode ?? node).dial(address, options)),
      outdone: this.#outdone,
      scheduler,
    });
  }

  static async open(init: Libp2pTransportInit): Promise<Libp2pTransport> {
    // Streams may come before the transport is complete.
    const opening: { finder?: PeerFinder } = {};
    for (const protocol of STREAM_PROTOCOLS) await handle(protocol, init, () => opening.finder);
    const transport = new Libp2pTransport(init);
    opening.finder = transport.#finder;
    return transport;
  }

  get peerName(): string {
    return this.#node.peerId.toString();
  }

  addresses(): readonly string[] {
    const addresses = this.#node.getMultiaddrs();
    const going = (route: EndpointRoute): readonly Multiaddr[] =>
      addresses.filter((address) => routeOf(address) === route);
    const relayed = this.#relays?.addresses() ?? going('relay');
    // Addresses that only this machine can dial come last.
    return [...going('direct'), ...relayed, ...going('machine')].map((each) => each.toString());
  }

  routeOf(address: string): EndpointRoute {
    return routeOf(multiaddr(address));
  }

  addressOf(peerName: string): string {
    return `/p2p/${peerName}`;
  }

  async card(name?: string): Promise<string> {
    const { privateKey, scheduler } = this.#init;
    if (privateKey !== undefined) {
      const content = { addresses: this.addresses(), ...(name === undefined ? {} : { name }) };
      return makeCard(privateKey, content, scheduler.now());
    }
    throw new CollaborationError(
      'NOT_SUPPORTED',
      'identity.card: the libp2p node that was given does not lend its private key. Give it as privateKey too.',
    );
  }

  readCard(operation: string, card: string): Promise<ContactCard> {
    return readCard(operation, card, this.#init.scheduler.now());
  }

  target(operation: string, endpoint: Endpoint, contact?: Contact): DialTarget {
    return this.#targets.get(operation, endpoint, contact);
  }

  async dial(
    { address, peerName }: DialTarget,
    signal: AbortSignal,
    onProgress: () => void,
  ): Promise<ReachedPeer> {
    const given = multiaddr(address);
    const isNamed = peerName === undefined || given.getComponents().at(-1)?.name === 'p2p';
    const target = isNamed ? given : given.encapsulate(`/p2p/${peerName}`);
    const before = new Set(this.#node.getConnections());
    if (peerName !== undefined && (isRelayed(target) || isNameOnly(target))) {
      const connection = await this.#reach(target, peerName, {
        signal,
        onProgress,
        except: new Set(),
      });
      const redial: Redial = (redialSignal, except) =>
        this.#reach(target, peerName, { signal: redialSignal, onProgress, except });
      return this.#reached(connection, redial, before);
    }
    // libp2p would return a relayed connection for a direct address.
    const force = peerName !== undefined && this.#isOnlyRelayed(peerName);
    const dialled = await this.#inTurn(signal, onProgress, (options) =>
      this.#connect(target, { ...options, force }),
    );
    const connection = before.has(dialled) ? dialled : this.#oneOf(dialled);
    const redial: Redial = (redialSignal) =>
      this.#connect(dialled.remoteAddr, { signal: redialSignal, force: true });
    return this.#reached(connection, redial, before);
  }

  /** Reaches a named peer: over an open connection, at its address through a relay, or wherever it is found. */
  async #reach(
    target: Multiaddr,
    peerName: string,
    { signal, onProgress, except }: FindOptions,
  ): Promise<Connection> {
    if (isNameOnly(target)) {
      const found = await this.#finder.find(peerName, { signal, onProgress, except });
      return this.#straightened(found, onProgress);
    }
    // libp2p would connect through the relay once more.
    const open = this.#finder.open(peerName, except);
    if (open !== undefined) return open;
    const options = { signal, onProgress, force: except.size > 0 };
    return this.#straightened(await this.#connect(target, options), onProgress);
  }

  /** A direct connection in place of a relayed one, where that is possible. */
  async #straightened(connection: Connection, onProgress: () => void): Promise<Connection> {
    if (this.#straight === undefined || isDirect(connection)) return connection;
    onProgress();
    return this.#straight.insteadOf(connection);
  }

  #reached(connection: Connection, redial: Redial, before: ReadonlySet<Connection>): ReachedPeer {
    return {
      peerName: connection.remotePeer.toString(),
      connection,
      ...(connection.direction === 'outbound'
        ? { address: rememberedAddress(connection.remoteAddr).toString() }
        : {}),
      open: (openSignal, protocol) =>
        this.#openSomewhere(connection, { before, redial, signal: openSignal, protocol }),
    };
  }

  disconnect(peerName: string): void {
    this.#finder.leave(peerName);
    // Other traffic of a given node belongs to the app.
    if (this.#init.ownNode === undefined) return;
    for (const connection of this.#node.getConnections(peerIdFromString(peerName))) {
      connection.abort(new Error('The reception does not admit the peer any more.'));
    }
  }

  async close(): Promise<void> {
    const { ownNode, dht, onClose } = this.#init;
    onClose();
    this.#stopWatching?.();
    this.#straight?.close();
    this.#finder.close();
    this.#outdone.close();
    await Promise.all([this.#relays?.close(), dht?.close()]);
    await this.#node.unhandle(STREAM_PROTOCOLS.map((protocol) => PROTOCOL_IDS[protocol]));
    if (ownNode === undefined) return;
    await stopNode(this.#node);
  }

  /** The card that strangers can look up. It has no name, and only the best addresses. */
  async #publicCard(): Promise<string | undefined> {
    const { privateKey, scheduler } = this.#init;
    const addresses = this.addresses().slice(0, MAX_PUBLIC_ADDRESSES);
    if (privateKey === undefined || addresses.length === 0) return undefined;
    return makeCard(privateKey, { addresses }, scheduler.now());
  }

  /** Waits for a turn, and dials. */
  async #inTurn(
    signal: AbortSignal,
    onProgress: () => void,
    dial: (options: DialOptions) => Promise<Connection>,
  ): Promise<Connection> {
    const turn = await this.#dials.begin(onProgress, signal);
    try {
      return await dial({
        signal,
        onProgress: ({ type }) => {
          onProgress();
          if (type === ANSWERED) turn.answered();
        },
      });
    } finally {
      turn.end();
    }
  }

  async #connect(target: Multiaddr, options: DialOptions): Promise<Connection> {
    for (;;) {
      try {
        return await this.#node.dial(target, options);
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        if (name === 'NoValidAddressesError') {
          throw invalidArgument(
            `The invitation cannot be sent: the libp2p node has no transport for ${target.toString()}.`,
            error,
          );
        }
        // An address without a PeerId can lead to this side. libp2p ends such a connection.
        if (name === 'InvalidPeerIdError') {
          throw invalidArgument(
            `The invitation cannot be sent: ${target.toString()} is this side's own; a side cannot invite itself.`,
            error,
          );
        }
        // libp2p may join this dial to an aborted one to the same peer, and let both fail.
        if (name !== 'AbortError' || options.signal.aborted) throw error;
      }
    }
  }

  #isOnlyRelayed(peerName: string): boolean {
    const open = best(this.#node.getConnections(peerIdFromString(peerName)));
    return open !== undefined && !isDirect(open);
  }

  /** A peer with many addresses keeps one connection: the one that is in use already. */
  #oneOf(dialled: Connection): Connection {
    const inUse = this.#node
      .getConnections(dialled.remotePeer)
      .find(
        (other) =>
          other !== dialled &&
          other.status === 'open' &&
          isInUse(other) &&
          (isDirect(other) || !isDirect(dialled)),
      );
    if (inUse === undefined) return dialled;
    dialled.abort(new Error('There is a connection to the peer already.'));
    return inUse;
  }

  async #open(
    connection: Connection,
    signal: AbortSignal,
    protocol: StreamProtocol,
  ): Promise<PeerStream> {
    const stream = await connection.newStream(PROTOCOL_IDS[protocol], {
      maxOutboundStreams: MAX_STREAMS[protocol],
      runOnLimitedConnection: true,
      signal,
    });
    const peerName = connection.remotePeer.toString();
    return new Libp2pStream(stream, connection, protocol, {
      streamsInUse: this.#init.streamsInUse,
      bestConnection: () => this.#finder.open(peerName),
    });
  }

  /**
   * The network below a connection may be gone, or the peer may have dropped the connection. Then this side connects
   * again.
   */
  async #openSomewhere(
    found: Connection,
    {
      before,
      redial,
      signal,
      protocol,
    }: {
      readonly before: ReadonlySet<Connection>;
      readonly redial: Redial;
      readonly signal: AbortSignal;
      readonly protocol: StreamProtocol;
    },
  ): Promise<PeerStream> {
    const failed = new Set<Connection>();
    for (let connection = found; ; connection = await redial(signal, failed)) {
      const isFresh = connection.direction === 'outbound' && !before.has(connection);
      const givenUp = new AbortController();
      const stopWatching = isFresh
        ? undefined
        : watchSilence(connection, KEPT_CONNECTION_TIMEOUT_MS, () => givenUp.abort());
      try {
        const soon = AbortSignal.any([signal, givenUp.signal]);
        return await this.#open(connection, soon, protocol);
      } catch (error) {
        if (isFresh || signal.aborted || isRefusal(error)) throw error;
        // Later streams to the peer must not use this connection.
        if (!isInUse(connection)) connection.abort(new Error('The connection does not answer.'));
        failed.add(connection);
      } finally {
        stopWatching?.();
      }
    }
  }
}

/** Connects again with a peer when the reused connection does not answer. */
type Redial = (signal: AbortSignal, except: ReadonlySet<Connection>) => Promise<Connection>;

interface DialOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (event: { readonly type: string }) => void;
  /** Whether to dial even if a connection is open already. */
  readonly force?: boolean;
}

/** Registers a protocol, and takes the streams that peers open for it. */
async function handle(
  protocol: StreamProtocol,
  { node, engine, streamsInUse, counters }: Libp2pTransportInit,
  finder: () => PeerFinder | undefined,
): Promise<void> {
  const id = PROTOCOL_IDS[protocol];
  await node.handle(
    id,
    (stream, connection) => {
      if (countStreams(connection, id) > MAX_STREAMS[protocol]) {
        counters.refusedStreams += 1;
        stream.abort(new Error('There are too many streams.'));
        return;
      }
      engine.onStream(
        new Libp2pStream(stream, connection, protocol, {
          streamsInUse,
          bestConnection: () => finder()?.open(connection.remotePeer.toString()),
        }),
      );
      void finder()?.onIncoming(connection);
    },
    // libp2p would refuse a stream over its limit silently.
    { runOnLimitedConnection: true, maxInboundStreams: Number.MAX_SAFE_INTEGER },
  );
}

/** The number of streams of a protocol that the peer has opened. */
function countStreams({ streams }: Connection, protocolId: string): number {
  return streams.filter(
    ({ protocol, direction }) => protocol === protocolId && direction === 'inbound',
  ).length;
}

/** Whether the error means that the peer is there and does not speak the protocol. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsupportedProtocolError';
}

/** Whether an address names a peer without a place. */
function isNameOnly(address: Multiaddr): boolean {
  return address.getComponents().every(({ name }) => name === 'p2p');
}
