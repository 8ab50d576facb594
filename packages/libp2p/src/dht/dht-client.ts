import type { Libp2p } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import { Delays } from '../delays.ts';
import { pause } from '../pause.ts';
import { Dht } from './dht.ts';

/** The card is published again after this time, and then after twice as long: nodes come and go, and forget it. */
const FIRST_PUBLISH_MS = 5_000;
const LONGEST_PUBLISH_MS = 5 * 60 * 1_000;
/** The first retry comes after about this time, and each later one after twice as long. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** Longest time to reach a node of the DHT, to publish, or to look up a peer, in milliseconds. */
const TIMEOUT_MS = 10_000;

export interface DhtClientInit {
  /** Nodes of the DHT. */
  readonly bootstrap: readonly Multiaddr[];
  readonly scheduler: SchedulerLike;
}

/** The record of this side in the DHT. */
export interface OwnRecord {
  readonly node: Libp2p;
  /** The card of this side with its current addresses. `undefined` while this side cannot be reached. */
  readonly card: () => Promise<string | undefined>;
}

/** Keeps the card of this side in the DHT, and finds the cards of others. */
export class DhtClient {
  readonly #init: DhtClientInit;
  readonly #dht = new Dht({ mode: 'client' });
  readonly #closed = new AbortController();
  #own: OwnRecord | undefined;
  #ended: Promise<void> = Promise.resolve();
  #hasChanged = new AbortController();

  constructor(init: DhtClientInit) {
    this.#init = init;
  }

  /** The services for the node of {@link start}. */
  get services(): Dht['services'] {
    return this.#dht.services;
  }

  /** Publishes the card of this side, now and from time to time. */
  start(own: OwnRecord): void {
    this.#own = own;
    this.#ended = this.#keep(own);
  }

  /** The addresses of this side have changed. */
  publishSoon(): void {
    this.#hasChanged.abort();
  }

  /** The addresses that a peer has published, as they are found. Ends when the DHT knows no more, and never throws. */
  async *addressesOf(peerName: string, signal: AbortSignal): AsyncIterable<string> {
    const own = this.#own;
    if (own === undefined) return;
    const limit = AbortSignal.any([signal, this.#limit()]);
    try {
      await this.#join(own.node, limit);
      yield* this.#dht.addressesOf(peerName, limit, this.#init.scheduler.now());
    } catch {
      // No node of the DHT answers, or the search was aborted.
    }
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#ended;
  }

  async #keep(own: OwnRecord): Promise<void> {
    const { signal } = this.#closed;
    const retries = new Delays(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    const publications = new Delays(FIRST_PUBLISH_MS, LONGEST_PUBLISH_MS);
    while (!signal.aborted) {
      this.#hasChanged = new AbortController();
      const isDone = await this.#publish(own);
      const delayMs = (isDone ? publications : retries).next();
      (isDone ? retries : publications).reset();
      const either = AbortSignal.any([signal, this.#hasChanged.signal]);
      await pause(delayMs, either, this.#init.scheduler);
    }
  }

  /** Returns whether nothing more is to be done until an address changes. */
  async #publish({ node, card }: OwnRecord): Promise<boolean> {
    const limit = this.#limit();
    try {
      const text = await card();
      if (text === undefined) return true;
      await this.#join(node, limit);
      return (await this.#dht.publish(node.peerId.toString(), text, limit)) > 0;
    } catch {
      return false;
    }
  }

  async #join(node: Libp2p, signal: AbortSignal): Promise<void> {
    if (this.#dht.size === 0) await this.#dht.join(node, this.#init.bootstrap, signal);
  }

  #limit(): AbortSignal {
    return AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  }
}
