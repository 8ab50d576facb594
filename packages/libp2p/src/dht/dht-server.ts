import { FairRoom, type PlaceHolder } from '@beckon/core/adapter';
import { identify } from '@libp2p/identify';
import type { Libp2p, PeerId } from '@libp2p/interface';
import { Libp2pRecord } from '@libp2p/record';
import type { Multiaddr } from '@multiformats/multiaddr';
import { MemoryDatastore } from 'datastore-core';
import { Key } from 'interface-datastore';
import { asyncScheduler } from 'rxjs';
import { originOf } from '../node/origin.ts';
import { Delays } from '../delays.ts';
import { pause } from '../pause.ts';
import { toString } from 'uint8arrays/to-string';
import { Dht } from './dht.ts';
import { ownerOf, recordKey } from './dht-record.ts';

/** The size of the largest card that is kept, in bytes. */
const MAX_RECORD_BYTES = 4_096;
/** The interval of joining again, in milliseconds: nodes that were down may be back. */
const JOIN_MS = 60_000;
const JOIN_TIMEOUT_MS = 10_000;
/** The first retry comes after this time, and each later one after twice as long. */
const FIRST_RETRY_MS = 500;

/** Counts of a node of the DHT. Every member only grows. */
export interface DhtCounters {
  /** Cards that peers have published here, including renewals. */
  records: number;
  /** Cards that were refused: too large, not sent by their owner, or without room. */
  refusedRecords: number;
  /** Cards that were dropped to make room for another peer's card. */
  evictedRecords: number;
}

export interface DhtServerInit {
  /** The most cards that are kept, one for each peer. */
  readonly places: number;
  /** Whether the server is run for a peer. */
  readonly knows: (peerName: string) => boolean;
  readonly counters: DhtCounters;
}

/** A node of the DHT that keeps the cards of others. Each card is signed, and must come from its owner. */
export class DhtServer {
  readonly services: Dht['services'];
  readonly #init: DhtServerInit;
  readonly #dht: Dht;
  readonly #cards = new MemoryDatastore();
  readonly #owners = new Set<string>();
  readonly #places: FairRoom<string>;
  readonly #closed = new AbortController();
  #node: Libp2p | undefined;

  constructor(init: DhtServerInit) {
    this.#init = init;
    const { places, counters } = init;
    this.#places = new FairRoom({
      places,
      evict: (peerName) => {
        counters.evictedRecords += 1;
        this.#forget(peerName);
      },
    });
    this.#dht = new Dht({
      mode: 'server',
      datastore: this.#cards,
      answers: ({ GET_VALUE, FIND_NODE, PING, PUT_VALUE }) => ({
        GET_VALUE,
        FIND_NODE,
        PING,
        PUT_VALUE: {
          handle: (peer, message) =>
            this.#keep(peer, message.record, () => PUT_VALUE.handle(peer, message)),
        },
      }),
    });
    // Servers identify themselves to each other: a node learns that way of a server that was given its address.
    this.services = { ...this.#dht.services, identify: identify() };
  }

  status(): { readonly nodes: number; readonly records: number } {
    return { nodes: this.#dht.size, records: this.#owners.size };
  }

  /** Joins the other nodes of the DHT, now and whenever none is left. */
  start(node: Libp2p, bootstrap: readonly Multiaddr[]): void {
    this.#node = node;
    if (bootstrap.length > 0) void this.#keepJoined(node, bootstrap);
  }

  close(): void {
    this.#closed.abort();
  }

  /** Keeps a card if it is its owner's and there is room. `store` verifies the signature. Rejects when it is not kept. */
  async #keep(
    peer: PeerId,
    record: Uint8Array | undefined,
    store: () => Promise<unknown>,
  ): Promise<unknown> {
    const { counters } = this.#init;
    const peerName = peer.toString();
    const isNew = !this.#owners.has(peerName);
    try {
      checkRecord(peerName, record);
      if (isNew && !this.#places.take(peerName, this.#holder(peer))) {
        throw new Error('There is no room for another card.');
      }
      this.#owners.add(peerName);
      const answer = await store().catch((error: unknown) => {
        if (isNew) this.#forget(peerName);
        throw error;
      });
      // Another card may have taken its place meanwhile.
      if (!this.#owners.has(peerName)) this.#forget(peerName);
      counters.records += 1;
      return answer;
    } catch (error) {
      counters.refusedRecords += 1;
      throw error;
    }
  }

  #forget(peerName: string): void {
    this.#places.delete(peerName);
    this.#owners.delete(peerName);
    void this.#cards.delete(storedAt(peerName));
  }

  #holder(peer: PeerId): PlaceHolder {
    const peerName = peer.toString();
    const [connection] = this.#node?.getConnections(peer) ?? [];
    const origin = connection === undefined ? '' : originOf(connection.remoteAddr);
    return { peerName, origin, isKnown: this.#init.knows(peerName) };
  }

  async #keepJoined(node: Libp2p, bootstrap: readonly Multiaddr[]): Promise<void> {
    const { signal } = this.#closed;
    const retries = new Delays(FIRST_RETRY_MS, JOIN_MS);
    while (!signal.aborted) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(JOIN_TIMEOUT_MS)]);
      const isJoined = await this.#dht.join(node, bootstrap, limit).then(
        () => true,
        () => false,
      );
      if (isJoined) retries.reset();
      await pause(isJoined ? JOIN_MS : retries.next(), signal, asyncScheduler);
    }
  }
}

/** @throws Error for a record that is too large, or of another peer than the one that sends it. */
function checkRecord(peerName: string, record: Uint8Array | undefined): void {
  if (record === undefined || record.byteLength > MAX_RECORD_BYTES) {
    throw new Error(`The card has more than ${MAX_RECORD_BYTES} bytes.`);
  }
  if (ownerOf(Libp2pRecord.deserialize(record).key) !== peerName) {
    throw new Error('The card is not of the peer that sends it.');
  }
}

/** The datastore key under which the library keeps the card of a peer. */
function storedAt(peerName: string): Key {
  return new Key(`/dht/record/${toString(recordKey(peerName), 'base32')}`, false);
}
