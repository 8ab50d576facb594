import { kadDHT, passthroughMapper } from '@libp2p/kad-dht';
import {
  type Connection,
  type Libp2p,
  type PeerId,
  type RoutingOptions,
  serviceCapabilities,
  serviceDependencies,
  type Stream,
} from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { Datastore } from 'interface-datastore';
import type { ServiceFactoryMap } from 'libp2p';
import { ping } from '../node/ping.ts';
import { boundStream } from './bound-stream.ts';
import { readRecord, RECORD_NAMESPACE, recordKey, writeRecord } from './dht-record.ts';

/** The protocol of a separate DHT: no node of a public DHT speaks it. */
const PROTOCOL = '/beckon/kad/1.0.0';
/** Requests that one connection may have open. */
const STREAMS_PER_CONNECTION = 16;
/** The most bytes of one side on a stream: enough for the cards and addresses of some nodes. */
const MAX_STREAM_BYTES = 128 * 1_024;
/** How long a node may take to show that it is there, in milliseconds. */
const PING_TIMEOUT_MS = 5_000;

type CreateService = ReturnType<typeof kadDHT>;
type Components = Parameters<CreateService>[0];

/** The used internals of the service. They are not public; the version of the package is pinned. */
interface DhtInternals {
  readonly contentFetching: {
    /** All values of a key as they come. The public function gives one value, when the search is over. */
    getMany(key: Uint8Array, options: RoutingOptions): AsyncIterable<DhtEvent>;
  };
  readonly routingTable: {
    readonly size: number;
    add(node: PeerId): Promise<void>;
  };
  readonly rpc: { handlers: Partial<RequestHandlers> };
  put(key: Uint8Array, value: Uint8Array, options: RoutingOptions): AsyncIterable<DhtEvent>;
}

/** The handlers of requests, by kind. */
export interface RequestHandlers {
  readonly GET_VALUE: RequestHandler;
  readonly PUT_VALUE: RequestHandler;
  readonly FIND_NODE: RequestHandler;
  readonly PING: RequestHandler;
}

interface RequestHandler {
  handle(peer: PeerId, message: { readonly record?: Uint8Array }): Promise<unknown>;
}

interface DhtEvent {
  readonly name: string;
  readonly messageType?: string;
  readonly value?: Uint8Array;
}

export interface DhtInit {
  /** A client asks and publishes; a server keeps what others publish. */
  readonly mode: 'client' | 'server';
  /** Where a server keeps the cards. */
  readonly datastore?: Datastore;
  /** The handlers of a server, in place of all of the library's. */
  readonly answers?: (all: RequestHandlers) => Partial<RequestHandlers>;
}

/** The DHT of one node. Every peer keeps its signed card there under its own name. */
export class Dht {
  readonly #init: DhtInit;
  #internals: DhtInternals | undefined;

  constructor(init: DhtInit) {
    this.#init = init;
  }

  /** The services of one node. */
  readonly services: ServiceFactoryMap = {
    ping: ({ connectionManager }: Pick<Components, 'connectionManager'>) => ({
      [serviceCapabilities]: ['@libp2p/ping'],
      ping: async (peer: PeerId, options?: { readonly signal?: AbortSignal }) => {
        await ping(await connectionManager.openConnection(peer, options), PING_TIMEOUT_MS);
      },
    }),
    dht: (parts) => {
      const components = parts as unknown as Components;
      const { mode, datastore, answers } = this.#init;
      const dht = kadDHT({
        protocol: PROTOCOL,
        clientMode: mode === 'client',
        // Private addresses are kept: some people share a subnet only.
        peerInfoMapper: passthroughMapper,
        allowQueryWithZeroPeers: true,
        maxInboundStreams: STREAMS_PER_CONNECTION,
        validators: {
          [RECORD_NAMESPACE]: async (key, value) => {
            await readRecord(key, value, Date.now());
          },
        },
      })(withBoundStreams(components, datastore));
      this.#internals = dht as unknown as DhtInternals;
      const { rpc } = this.#internals;
      if (answers !== undefined) rpc.handlers = answers(rpc.handlers as RequestHandlers);
      // A client is given its nodes. Only a server needs libp2p's identify service to learn of others.
      return Object.defineProperty(dht, serviceDependencies, { value: [] });
    },
  };

  /** The number of known nodes of the DHT. */
  get size(): number {
    return this.#dht.routingTable.size;
  }

  /** Connects with nodes of the DHT. Rejects when none of them can be reached. */
  async join(node: Libp2p, bootstrap: readonly Multiaddr[], signal: AbortSignal): Promise<void> {
    await Promise.any(
      bootstrap.map(async (address) => {
        const { remotePeer } = await node.dial(address, { signal });
        await this.#dht.routingTable.add(remotePeer);
      }),
    );
  }

  /** Publishes a card. Resolves with the number of nodes that keep it. */
  async publish(peerName: string, card: string, signal: AbortSignal): Promise<number> {
    let stored = 0;
    const events = this.#dht.put(recordKey(peerName), writeRecord(card), { signal });
    for await (const { name, messageType } of events) {
      if (name === 'PEER_RESPONSE' && messageType === 'PUT_VALUE') stored += 1;
    }
    return stored;
  }

  /** The addresses in every card of a peer that is found. Cards without the peer's signature are left out. */
  async *addressesOf(peerName: string, signal: AbortSignal, now: number): AsyncIterable<string> {
    const key = recordKey(peerName);
    for await (const { value } of this.#dht.contentFetching.getMany(key, { signal })) {
      if (value === undefined) continue;
      const card = await readRecord(key, value, now).catch(() => undefined);
      yield* card?.addresses ?? [];
    }
  }

  get #dht(): DhtInternals {
    if (this.#internals === undefined) throw new Error('The node has not been made yet.');
    return this.#internals;
  }
}

/** Bounds the streams of the service, which would read up to 4 MiB from each. */
function withBoundStreams(
  components: Components,
  datastore: Datastore = components.datastore,
): Components {
  const { registrar, connectionManager } = components;
  const handle: typeof registrar.handle = (protocol, handler, options) =>
    registrar.handle(
      protocol,
      (stream: Stream, connection: Connection) =>
        handler(boundStream(stream, MAX_STREAM_BYTES), connection),
      options,
    );
  const openStream: typeof connectionManager.openStream = async (...args) =>
    boundStream(await connectionManager.openStream(...args), MAX_STREAM_BYTES);
  return Object.create(components, {
    datastore: { value: datastore },
    registrar: { value: Object.create(registrar, { handle: { value: handle } }) as unknown },
    connectionManager: {
      value: Object.create(connectionManager, { openStream: { value: openStream } }) as unknown,
    },
  }) as Components;
}
