import { CollaborationError, type Contact, type Endpoint } from '@beckon/core';
import { monotonicNow, RateLimiter } from '@beckon/core/adapter';
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
import type { ConnectionOptions } from '@nats-io/nats-core';
import { firstValueFrom, type SchedulerLike, timer } from 'rxjs';
import type { NatsCounters } from '../counters.ts';
import type { Identity } from '../identity/identity.ts';
import type { TransportLimits } from '../options.ts';
import type { Platform, StreamKey } from '../platform.ts';
import { NatsMail } from '../mail/nats-mail.ts';
import { concat } from '../stream/bytes.ts';
import { Lines } from '../stream/lines.ts';
import { NatsStream, type NatsStreamInit } from '../stream/nats-stream.ts';
import { OpenLine } from '../stream/open-line.ts';
import { OpeningStream } from '../stream/opening-stream.ts';
import { streamSeals } from '../stream/sealing.ts';
import { isStreamCardOf, makeStreamCard, peekStreamCard } from '../stream/stream-card.ts';
import {
  createStreamId,
  type OpenMessage,
  readStreamMessage,
  SEALED_OVERHEAD_BYTES,
  sealedHeader,
  writeStreamMessage,
} from '../stream/stream-message.ts';
import { addressOf, DialTargets } from './addresses.ts';
import { Broker, type BrokerListener } from './broker.ts';
import { makeCard, readCard } from './card.ts';
import { Peers } from './peers.ts';
import { StreamListener } from './stream-listener.ts';

/** Most bytes of a stream in one NATS message. */
const MAX_CHUNK_BYTES = 65_536;
const MAX_MESSAGE_BYTES = MAX_CHUNK_BYTES + SEALED_OVERHEAD_BYTES;
/**
 * How many streams are opened at once: signatures and key agreements of a crowd would take longer than the time limit
 * of each. One without an answer holds up the others for this time, in milliseconds.
 */
const OPENINGS_AT_ONCE = 64;
const OPENING_PATIENCE_MS = 100;
/** How often a peer is told that its stream is not known here. */
const UNKNOWN_STREAM_RATE = { burst: 20, perSecond: 5 };

/** How long a server of a cluster may need to hear of people who connect to another server. */
const CLUSTER_DELAY_MS = 200;

export interface NatsTransportInit {
  readonly platform: Platform;
  readonly identity: Identity;
  readonly connection: ConnectionOptions;
  readonly limits: TransportLimits;
  /** Whether the broker keeps letters for absent people. */
  readonly keepsMail: boolean;
  readonly engine: TransportEngine;
  readonly counters: NatsCounters;
  readonly scheduler: SchedulerLike;
}

/** Streams between people who are connected to one broker. */
export class NatsTransport implements Transport, BrokerListener {
  readonly peerName: string;
  readonly #init: NatsTransportInit;
  readonly #lines = new Lines();
  readonly #peers = new Peers();
  readonly #targets: DialTargets;
  readonly #listener: StreamListener;
  readonly #unknownRate: RateLimiter;
  readonly #openings: Turns;
  #broker: Broker | undefined;
  #mail: NatsMail | undefined;

  private constructor(init: NatsTransportInit) {
    const { identity, platform, limits, engine, counters, scheduler } = init;
    this.#init = init;
    this.peerName = identity.peerName;
    this.#targets = new DialTargets(identity.peerName);
    this.#openings = new Turns({
      atOnce: OPENINGS_AT_ONCE,
      patienceMs: OPENING_PATIENCE_MS,
      scheduler,
    });
    this.#unknownRate = new RateLimiter(UNKNOWN_STREAM_RATE, () => monotonicNow(scheduler));
    this.#listener = new StreamListener({
      identity,
      keys: platform.keys,
      limits,
      engine,
      lines: this.#lines,
      counters,
      scheduler,
      send: (to, message) => this.#send(to, message),
      makeStream: (stream) => this.#makeStream(stream),
    });
  }

  static async open(init: NatsTransportInit): Promise<NatsTransport> {
    const { platform, connection, identity } = init;
    const transport = new NatsTransport(init);
    transport.#broker = await Broker.open({
      platform,
      options: connection,
      peerName: identity.peerName,
      pingIntervalMs: init.limits.pingIntervalMs,
      listener: transport,
    });
    if (!init.keepsMail) return transport;
    try {
      transport.#mail = await NatsMail.open({
        broker: transport.#broker,
        identity,
        keys: platform.keys,
        peers: transport.#peers,
        counters: init.counters,
        scheduler: init.scheduler,
      });
    } catch (error) {
      await transport.close();
      throw error;
    }
    return transport;
  }

  get mail(): NatsMail | undefined {
    return this.#mail;
  }

  addresses(): readonly string[] {
    return [addressOf(this.peerName)];
  }

  addressOf(peerName: string): string {
    return addressOf(peerName);
  }

  async card(name?: string): Promise<string> {
    const { identity, scheduler } = this.#init;
    return makeCard(identity, name, scheduler.now());
  }

  async readCard(operation: string, card: string): Promise<ContactCard> {
    const { platform, scheduler } = this.#init;
    return readCard(platform.keys, operation, card, scheduler.now());
  }

  target(operation: string, endpoint: Endpoint, contact?: Contact): DialTarget {
    return this.#targets.get(operation, endpoint, contact);
  }

  /** Sends nothing: the peer proves its identity when a stream is opened. */
  async dial({ address, peerName }: DialTarget): Promise<ReachedPeer> {
    if (peerName === undefined) throw new Error(`${address} names nobody.`);
    const connection = this.#lines.connectionTo(peerName);
    return {
      peerName,
      address,
      ...(connection === undefined ? {} : { connection }),
      open: (signal, protocol, onProgress) => this.#open(peerName, signal, protocol, onProgress),
    };
  }

  async close(): Promise<void> {
    this.#mail?.close();
    this.#lines.loseAll(new Error('The adapter is closed.'));
    await this.#broker?.close();
  }

  onMessage(peerName: string, data: Uint8Array): void {
    const { counters } = this.#init;
    const message = data.length > MAX_MESSAGE_BYTES ? undefined : readStreamMessage(data);
    if (message === undefined) {
      counters.malformedMessages += 1;
      return;
    }
    const line = this.#lines.find(peerName, message.id);
    if (line !== undefined) return line.receive(message);
    if (message.kind === 'sealed') return this.#refuseUnknown(peerName, message.id);
    if (message.kind !== 'open') return;
    const peerKey = this.#peers.keyOf(peerName);
    if (peerKey === undefined) counters.malformedMessages += 1;
    else this.#listener.onOpen(peerName, peerKey, message);
  }

  onAbsent(peerName: string): void {
    this.#lines.losePeer(peerName, new AbsentError());
  }

  onDenied(peerName: string, cause: Error): void {
    this.#lines.losePeer(
      peerName,
      new CollaborationError(
        'NOT_AUTHORIZED',
        `The broker does not let this side send to ${peerName}. Its operator has to allow ${this.peerName} to publish to beckon.*.${this.peerName}.`,
        { cause },
      ),
    );
  }

  onLost(): void {
    this.#init.counters.lostConnections += 1;
    this.#lines.loseAll(new Error('The connection to the broker is lost.'));
    this.#mail?.onLost();
  }

  async #open(
    peerName: string,
    signal: AbortSignal,
    protocol: StreamProtocol,
    onProgress: () => void,
  ): Promise<PeerStream> {
    // All who wait for the connection take turns when it is back.
    await this.#broker?.ready(signal);
    const turn = await this.#openings.begin(onProgress, signal);
    try {
      return await this.#openOnce(peerName, signal, protocol);
    } catch (error) {
      if (!(error instanceof AbsentError) || this.#broker?.isCluster !== true) throw error;
      await firstValueFrom(timer(CLUSTER_DELAY_MS, this.#init.scheduler));
      return await this.#openOnce(peerName, signal, protocol);
    } finally {
      turn.end();
    }
  }

  async #openOnce(
    peerName: string,
    signal: AbortSignal,
    protocol: StreamProtocol,
  ): Promise<PeerStream> {
    const { identity, platform, scheduler } = this.#init;
    const peerKey = this.#peers.keyOf(peerName);
    if (peerKey === undefined) throw new Error(`${peerName} is no nkey.`);
    await this.#broker?.ready(signal);
    signal.throwIfAborted();
    const id = createStreamId();
    const key = platform.keys.createStreamKey();
    const opening = new OpeningStream<PeerStream>({
      accept: (card) => this.#accepted({ peerName, peerKey, id, protocol, key }, card),
      onFailed: () => this.#lines.delete(peerName, id),
    });
    const context = { id, protocol, from: identity.publicKey, to: peerKey };
    const card = makeStreamCard(identity, context, {
      streamKey: key.publicKey,
      time: scheduler.now(),
    });
    const giveUp = (): void => opening.lost(new Error('The stream is not needed any more.'));
    signal.addEventListener('abort', giveUp);
    this.#lines.set(peerName, id, opening);
    this.#send(peerName, { kind: 'open', id, protocol, card });
    return opening.stream.finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** A message says that the peer has accepted a stream. `undefined` when the peer has not signed it. */
  #accepted(opened: OpenedStream, card: Uint8Array): PeerStream | undefined {
    const { identity, platform, counters } = this.#init;
    const { peerName, peerKey, id, protocol, key } = opened;
    const context = {
      id,
      protocol,
      from: peerKey,
      to: identity.publicKey,
      openerKey: key.publicKey,
    };
    const { streamKey: acceptorKey } = peekStreamCard(card);
    let secret: Uint8Array;
    try {
      if (!isStreamCardOf(platform.keys, context, card)) throw new Error('It is not signed.');
      secret = key.secretWith(acceptorKey);
    } catch {
      counters.forgedCards += 1;
      return undefined;
    }
    const { fromOpener, fromAcceptor } = streamSeals(platform.keys, secret, {
      id,
      opener: identity.publicKey,
      acceptor: peerKey,
      openerKey: key.publicKey,
      acceptorKey,
    });
    const stream = this.#makeStream({
      peerName,
      id,
      protocol,
      outgoing: fromOpener,
      incoming: fromAcceptor,
      onEnded: () => this.#lines.delete(peerName, id),
    });
    this.#lines.set(peerName, id, new OpenLine(stream));
    return stream;
  }

  #makeStream(stream: NewStream): NatsStream {
    const { id, peerName } = stream;
    const broker = this.#broker;
    const header = sealedHeader(id);
    return new NatsStream({
      ...stream,
      address: addressOf(peerName),
      connection: this.#lines.connectionTo(peerName),
      maxBytes: Math.min(
        MAX_CHUNK_BYTES,
        (broker?.maxPayload ?? MAX_CHUNK_BYTES) - SEALED_OVERHEAD_BYTES,
      ),
      counters: this.#init.counters,
      publish: (sealed) => broker?.publish(peerName, concat(header, sealed)),
      flushed: async () => broker?.flushed(),
    });
  }

  #refuseUnknown(peerName: string, id: string): void {
    if (!this.#unknownRate.take(peerName)) return;
    this.#send(peerName, { kind: 'refuse', id, reason: 'unknownStream' });
  }

  #send(to: string, message: OpenMessage): void {
    this.#broker?.publish(to, writeStreamMessage(message));
  }
}

class AbsentError extends Error {
  constructor() {
    super('Nobody of this name is connected to the broker.');
    this.name = 'AbsentError';
  }
}

/** A stream that this side is opening. */
interface OpenedStream {
  readonly peerName: string;
  readonly peerKey: Uint8Array;
  readonly id: string;
  readonly protocol: StreamProtocol;
  readonly key: StreamKey;
}

type NewStream = Pick<
  NatsStreamInit,
  'peerName' | 'protocol' | 'outgoing' | 'incoming' | 'onEnded'
> & { readonly id: string };
