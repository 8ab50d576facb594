import { FairRoom, monotonicNow, RateLimiter } from '@beckon/core/adapter';
import type { TransportEngine } from '@beckon/engine';
import type { SchedulerLike } from 'rxjs';
import type { NatsCounters } from '../counters.ts';
import type { Identity } from '../identity/identity.ts';
import type { TransportLimits } from '../options.ts';
import type { KeyFunctions } from '../platform.ts';
import { IncomingStream } from '../stream/incoming-stream.ts';
import type { Lines } from '../stream/lines.ts';
import type { NatsStream, NatsStreamInit } from '../stream/nats-stream.ts';
import { streamSeals } from '../stream/sealing.ts';
import { isStreamCardOf, makeStreamCard, peekStreamCard } from '../stream/stream-card.ts';
import type { OpenMessage, RefuseReason } from '../stream/stream-message.ts';
import { UsedIds } from '../stream/used-ids.ts';

/** The greatest difference between the time of a card and the clock of this side, in milliseconds. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;
/** How long a peer may take to its first message on an accepted stream. */
const FIRST_MESSAGE_TIMEOUT_MS = 5_000;

export interface StreamListenerInit {
  readonly identity: Identity;
  readonly keys: KeyFunctions;
  readonly limits: TransportLimits;
  readonly engine: TransportEngine;
  readonly lines: Lines;
  readonly counters: NatsCounters;
  readonly scheduler: SchedulerLike;
  readonly send: (to: string, message: OpenMessage) => void;
  readonly makeStream: (
    init: Pick<NatsStreamInit, 'protocol' | 'outgoing' | 'incoming' | 'onEnded'> & {
      readonly peerName: string;
      readonly id: string;
    },
  ) => NatsStream;
}

type Opening = Extract<OpenMessage, { readonly kind: 'open' }>;

/** Takes the streams that peers open. */
export class StreamListener {
  readonly #init: StreamListenerInit;
  readonly #rate: RateLimiter;
  readonly #used = new UsedIds();
  readonly #ofPeer = new Map<string, number>();
  readonly #room: FairRoom<IncomingStream>;

  constructor(init: StreamListenerInit) {
    const { limits, scheduler, counters } = init;
    this.#init = init;
    this.#rate = new RateLimiter(limits.streamRate, () => monotonicNow(scheduler));
    this.#room = new FairRoom({
      places: limits.streams,
      isIdle: (stream) => !stream.isInUse,
      evict: (stream) => {
        counters.evictedStreams += 1;
        stream.end();
      },
    });
  }

  /** A message says that `peerName` opens a stream. The cheap checks come first. */
  onOpen(peerName: string, peerKey: Uint8Array, opening: Opening): void {
    const { identity, keys, engine, counters, limits, scheduler } = this.#init;
    const { id, protocol, card } = opening;
    const usedId = peerName + id;
    if (this.#used.has(usedId)) {
      counters.repeatedStreams += 1;
      return;
    }
    const { streamKey: openerKey, time } = peekStreamCard(card);
    if (!(Math.abs(scheduler.now() - time) <= MAX_CLOCK_DIFFERENCE_MS)) {
      counters.untimelyCards += 1;
      return this.#refuse(peerName, id, 'clock');
    }
    const isOverLimit =
      (this.#ofPeer.get(peerName) ?? 0) >= limits.streamsPerPeer || !this.#rate.take(peerName);
    if (isOverLimit) {
      counters.refusedStreams += 1;
      return this.#refuse(peerName, id, 'refused');
    }
    const context = { id, protocol, from: peerKey, to: identity.publicKey };
    if (!isStreamCardOf(keys, context, card)) {
      counters.forgedCards += 1;
      return;
    }
    this.#used.add(usedId);
    if (!engine.admits(peerName)) return this.#refuse(peerName, id, 'refused');
    this.#accept(peerName, peerKey, openerKey, opening);
  }

  #accept(peerName: string, peerKey: Uint8Array, openerKey: Uint8Array, opening: Opening): void {
    const { identity, keys, engine, counters, lines, scheduler, send, makeStream } = this.#init;
    const { id, protocol } = opening;
    const key = keys.createStreamKey();
    let secret: Uint8Array;
    try {
      secret = key.secretWith(openerKey);
    } catch {
      counters.forgedCards += 1;
      return;
    }
    const { fromOpener, fromAcceptor } = streamSeals(keys, secret, {
      id,
      opener: peerKey,
      acceptor: identity.publicKey,
      openerKey,
      acceptorKey: key.publicKey,
    });
    const deadline = scheduler.schedule(() => {
      counters.slowStreams += 1;
      incoming.end();
    }, FIRST_MESSAGE_TIMEOUT_MS);
    const incoming = new IncomingStream({
      incoming: fromOpener,
      counters,
      begin: () => {
        deadline.unsubscribe();
        const stream = makeStream({
          peerName,
          id,
          protocol,
          outgoing: fromAcceptor,
          incoming: fromOpener,
          onEnded: () => incoming.onStreamEnded(),
        });
        engine.onStream(stream);
        return stream;
      },
      refuse: () => this.#refuse(peerName, id, 'refused'),
      onEnded: () => {
        deadline.unsubscribe();
        lines.delete(peerName, id);
        this.#room.delete(incoming);
        this.#count(peerName, -1);
      },
    });
    this.#count(peerName, 1);
    lines.set(peerName, id, incoming);
    const holder = { peerName, origin: peerName, isKnown: engine.knows(peerName) };
    if (!this.#room.take(incoming, holder)) {
      counters.refusedStreams += 1;
      return incoming.end();
    }
    const context = { id, protocol, from: identity.publicKey, to: peerKey, openerKey };
    const card = { streamKey: key.publicKey, time: scheduler.now() };
    send(peerName, { kind: 'accept', id, card: makeStreamCard(identity, context, card) });
  }

  #count(peerName: string, change: 1 | -1): void {
    const count = (this.#ofPeer.get(peerName) ?? 0) + change;
    if (count === 0) this.#ofPeer.delete(peerName);
    else this.#ofPeer.set(peerName, count);
  }

  #refuse(peerName: string, id: string, reason: RefuseReason): void {
    this.#init.send(peerName, { kind: 'refuse', id, reason });
  }
}
