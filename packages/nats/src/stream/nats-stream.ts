import type { PeerStream, StreamListener, StreamProtocol } from '@beckon/engine';
import type { NatsCounters } from '../counters.ts';
import { concat } from './bytes.ts';
import type { Sealing } from './sealing.ts';

/** The most bytes that a side may have sent without an acknowledgement. */
const WINDOW_BYTES = 262_144;
/** Received bytes are acknowledged when they have reached this number. */
const ACKNOWLEDGE_BYTES = WINDOW_BYTES / 4;
/** A side that had to wait sends again when no more than this many bytes are unacknowledged. */
const RESUME_BYTES = WINDOW_BYTES / 2;

const CONTENT_DATA = Uint8Array.of(0);
const CONTENT_ACKNOWLEDGE = 1;
const CONTENT_END = Uint8Array.of(2);

export interface NatsStreamInit {
  readonly peerName: string;
  readonly address: string;
  readonly protocol: StreamProtocol;
  readonly connection: object | undefined;
  readonly outgoing: Sealing;
  readonly incoming: Sealing;
  /** Most bytes of one message. */
  readonly maxBytes: number;
  readonly counters: NatsCounters;
  readonly publish: (sealed: Uint8Array) => void;
  /** Resolves when all published messages have reached the broker, or take too long. */
  readonly flushed: () => Promise<void>;
  /** Called once. */
  readonly onEnded: () => void;
}

/** A stream to one peer, over messages of the broker. */
export class NatsStream implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly protocol: StreamProtocol;
  readonly connection?: object;
  readonly #init: NatsStreamInit;
  #listener: StreamListener | undefined;
  #isEnded = false;
  #isInUse = false;
  #isFull = false;
  #unacknowledged = 0;
  #received = 0;

  constructor(init: NatsStreamInit) {
    this.#init = init;
    this.peerName = init.peerName;
    this.address = init.address;
    this.protocol = init.protocol;
    if (init.connection !== undefined) this.connection = init.connection;
  }

  get isInUse(): boolean {
    return this.#isInUse;
  }

  listen(listener: StreamListener): void {
    this.#listener = listener;
    if (this.#isEnded) queueMicrotask(() => listener.onEnd());
  }

  send(bytes: Uint8Array): boolean {
    if (this.#isEnded) return true;
    const { maxBytes } = this.#init;
    for (let at = 0; at < bytes.length; at += maxBytes) {
      this.#publish(concat(CONTENT_DATA, bytes.subarray(at, at + maxBytes)));
    }
    this.#unacknowledged += bytes.length;
    this.#isFull = this.#unacknowledged >= WINDOW_BYTES;
    return !this.#isFull;
  }

  setInUse(isInUse: boolean): void {
    this.#isInUse = isInUse;
  }

  async close(): Promise<void> {
    if (this.#isEnded) return;
    this.abort();
    await this.#init.flushed();
  }

  abort(): void {
    if (this.#isEnded) return;
    this.#publish(CONTENT_END);
    this.lost();
  }

  abortConnection(): void {
    this.abort();
  }

  /** A sealed message of the peer has come. */
  receive(sealed: Uint8Array): void {
    if (this.#isEnded) return;
    const content = this.#init.incoming.open(sealed);
    if (content === undefined) {
      this.#init.counters.brokenStreams += 1;
      return this.abort();
    }
    this.take(content);
  }

  /** Handles the content of a sealed message. */
  take(content: Uint8Array): void {
    const kind = content[0];
    if (kind === CONTENT_DATA[0]) return this.#takeData(content.subarray(1));
    if (kind === CONTENT_ACKNOWLEDGE && content.length === 5) {
      return this.#acknowledged(new DataView(content.buffer, content.byteOffset).getUint32(1));
    }
    if (kind !== CONTENT_END[0]) {
      this.#init.counters.malformedMessages += 1;
      return this.abort();
    }
    this.lost();
  }

  /** Nothing reaches the peer any more. */
  lost(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#init.onEnded();
    this.#listener?.onEnd();
  }

  #takeData(bytes: Uint8Array): void {
    this.#received += bytes.length;
    this.#listener?.onData(bytes);
    if (this.#isEnded || this.#received < ACKNOWLEDGE_BYTES) return;
    const content = new Uint8Array(5);
    content[0] = CONTENT_ACKNOWLEDGE;
    new DataView(content.buffer).setUint32(1, this.#received);
    this.#received = 0;
    this.#publish(content);
  }

  #acknowledged(bytes: number): void {
    if (bytes > this.#unacknowledged) {
      this.#init.counters.malformedMessages += 1;
      return this.abort();
    }
    this.#unacknowledged -= bytes;
    if (!this.#isFull || this.#unacknowledged > RESUME_BYTES) return;
    this.#isFull = false;
    this.#listener?.onDrain();
  }

  #publish(content: Uint8Array): void {
    const { publish, outgoing } = this.#init;
    publish(outgoing.seal(content));
  }
}
