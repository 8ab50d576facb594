import { type CollaborationAdapter, CollaborationError } from '@beckon/core';
import type {
  ApplicationFunctions,
  ChannelFunctions,
  CollaborationEventFunctions,
  ContactFunctions,
  EndpointDataFunctions,
  EventHandle,
  InboxFunctions,
  InvitationFunctions,
  ObjectFunctions,
  PeopleNearMeFunctions,
  PresenceFunctions,
  VisibilityFunctions,
} from '@beckon/core/adapter';
import {
  type EngineAdapter,
  engineAdapter,
  type NearMe,
  type Transport,
  type TransportEngine,
} from '@beckon/engine';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { asyncScheduler } from 'rxjs';
import { createCounters, type Libp2pCounters } from './counters.ts';
import { readBootstrapAddresses } from './dht/bootstrap-addresses.ts';
import type { DhtClient } from './dht/dht-client.ts';
import { DatastoreDocuments } from './node/datastore-documents.ts';
import type { OwnNode } from './node/node.ts';
import { isIdle, type StreamsInUse } from './node/streams-in-use.ts';
import type { Platform } from './platform/platform.ts';
import {
  checkOptions,
  connectionLimits,
  type ConnectionLimits,
  type Libp2pAdapterOptions,
  type NearMeOptions,
} from './options.ts';
import { readRelayAddress } from './relays/relay-address.ts';
import { Libp2pTransport } from './transport/libp2p-transport.ts';

/** A {@link CollaborationAdapter} over libp2p. */
export interface Libp2pAdapter extends CollaborationAdapter {
  readonly inbox: InboxFunctions;
  readonly contacts: ContactFunctions;
  readonly channels: ChannelFunctions;
  readonly visibility: VisibilityFunctions;
  readonly events: CollaborationEventFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  /** Counts of what was refused, by reason. They grow while the adapter runs. */
  readonly counters: Readonly<Libp2pCounters>;
  /**
   * The node, for the app's own protocols: they can use the connection that carried the invitation. `undefined` while
   * the adapter is closed. The adapter's limits and reception hold for its connections. The app's protocols have to
   * limit what they accept.
   */
  readonly libp2p: Libp2p | undefined;
}

/** The adapter of both entries of the package. */
export class NodeAdapter implements Libp2pAdapter {
  readonly name = 'libp2p';
  readonly counters = createCounters();
  readonly invitations: InvitationFunctions;
  readonly inbox: InboxFunctions;
  readonly contacts: ContactFunctions;
  readonly channels: ChannelFunctions;
  readonly identity: EngineAdapter['identity'];
  readonly visibility: VisibilityFunctions;
  readonly events: CollaborationEventFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  readonly peopleNearMe?: PeopleNearMeFunctions;
  readonly #engine: EngineAdapter;
  readonly #platform: Platform;
  readonly #options: Libp2pAdapterOptions;
  readonly #limits: ConnectionLimits;
  readonly #streamsInUse: StreamsInUse = new WeakSet();
  #privateKey: PrivateKey | undefined;
  #node: Libp2p | undefined;

  constructor(platform: Platform, options: Libp2pAdapterOptions) {
    checkOptions(options);
    this.#platform = platform;
    const { name, reception, limits, scheduler, privateKey, datastore, nearMe = false } = options;
    this.#options = options;
    this.#limits = connectionLimits(limits);
    this.#privateKey = privateKey;
    this.#engine = engineAdapter({
      name: this.name,
      counters: this.counters,
      transport: (engine) => this.#openTransport(engine),
      ...(name === undefined ? {} : { endpointName: name }),
      ...(datastore === undefined ? {} : { store: new DatastoreDocuments(datastore) }),
      ...(reception === undefined ? {} : { reception }),
      ...(limits === undefined ? {} : { limits }),
      ...(scheduler === undefined ? {} : { scheduler }),
      ...(nearMe === false ? {} : { nearMe: this.#nearMe(nearMe === true ? {} : nearMe) }),
    });
    ({
      invitations: this.invitations,
      inbox: this.inbox,
      identity: this.identity,
      contacts: this.contacts,
      channels: this.channels,
      visibility: this.visibility,
      events: this.events,
      presence: this.presence,
      applications: this.applications,
      objects: this.objects,
      endpointData: this.endpointData,
    } = this.#engine);
    const { peopleNearMe } = this.#engine;
    if (peopleNearMe) this.peopleNearMe = peopleNearMe;
  }

  get libp2p(): Libp2p | undefined {
    return this.#node;
  }

  open(): Promise<void> {
    return this.#engine.open();
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  createEvent(): EventHandle {
    return this.#engine.createEvent();
  }

  async #openTransport(engine: TransportEngine): Promise<Transport> {
    const { libp2p, scheduler = asyncScheduler, relays = [] } = this.#options;
    await this.#platform.prepare();
    const dht = await this.#dht();
    const ownNode = libp2p === undefined ? await this.#startNode(engine, dht) : undefined;
    const node = libp2p ?? (ownNode as OwnNode).libp2p;
    const transport = await Libp2pTransport.open({
      node,
      ownNode,
      relays: relays.map((relay) => readRelayAddress('relays', relay)),
      privateKey: this.#privateKey,
      engine,
      streamsInUse: this.#streamsInUse,
      counters: this.counters,
      scheduler,
      platform: this.#platform,
      dht,
      hasWebRTC: this.#options.webRTC !== undefined,
      onClose: () => {
        this.#node = undefined;
      },
    });
    this.#node = node;
    return transport;
  }

  #nearMe(options: NearMeOptions): NearMe {
    const { scheduler = asyncScheduler } = this.#options;
    if (this.#platform.nearMe !== undefined) return this.#platform.nearMe(options, scheduler);
    throw new CollaborationError(
      'NOT_SUPPORTED',
      'libp2pAdapter: nearMe finds people by multicast, which a page has not. Leave it out.',
    );
  }

  async #dht(): Promise<DhtClient | undefined> {
    const { dht, scheduler = asyncScheduler } = this.#options;
    if (dht === undefined) return undefined;
    const { DhtClient } = await import('./dht/dht-client.ts');
    const bootstrap = readBootstrapAddresses('libp2pAdapter', 'dht.bootstrap', dht.bootstrap);
    return new DhtClient({ bootstrap, scheduler });
  }

  async #startNode(engine: TransportEngine, dht: DhtClient | undefined): Promise<OwnNode> {
    // Loaded when an adapter opens, after the missing globals of Node 20 have been supplied.
    const [{ createPrivateKey, loadPrivateKey }, { startNode }] = await Promise.all([
      import('./node/private-key.ts'),
      import('./node/node.ts'),
    ]);
    const { listen: byDefault } = this.#platform;
    const { datastore, listen = byDefault, webRTC } = this.#options;
    this.#privateKey ??= await (datastore === undefined
      ? createPrivateKey()
      : loadPrivateKey(datastore));
    return startNode({
      privateKey: this.#privateKey,
      listen,
      transports: [...this.#platform.transports({}), ...(webRTC === undefined ? [] : [webRTC])],
      ...(dht === undefined ? {} : { dht }),
      limits: this.#limits,
      admits: (peerName) => engine.admits(peerName),
      knows: (peerName) => engine.knows(peerName),
      isIdle: (connection) => isIdle(connection, this.#streamsInUse),
      counters: this.counters,
    });
  }
}
