import type { PeerStream } from '../transport.ts';
import { ByteWriter } from '../wire/byte-writer.ts';
import { type Message, writeMessage } from '../wire/message.ts';
import { afterThisTurn } from './after-this-turn.ts';

/** A batch has at most this many messages, so that the peer works on them while more are made. */
const BATCH_MESSAGES = 64;
/** A batch is cut when it has reached this many bytes, so that memory stays small behind a slow peer. */
const BATCH_BYTES = 65_536;

/**
 * Writes messages to a stream. All messages of one turn of the event loop become one write: with
 * encryption below, a write costs more than its content. While the stream is full, messages wait
 * as they are and nothing is encoded.
 */
export class FrameWriter {
  readonly #stream: PeerStream;
  readonly #batch = new ByteWriter();
  #waiting: Message[] = [];
  #cancelFlush: (() => void) | undefined;
  #isFull = false;

  constructor(stream: PeerStream) {
    this.#stream = stream;
  }

  /** How many messages wait to be written. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Whether the stream takes nothing more now. */
  get isFull(): boolean {
    return this.#isFull;
  }

  write(message: Message): void {
    this.#waiting.push(message);
    if (this.#isFull) return;
    if (this.#waiting.length >= BATCH_MESSAGES) this.flush();
    else this.#cancelFlush ??= afterThisTurn(() => this.flush());
  }

  /** Writes the waiting messages now, as far as the stream takes them. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    let next = 0;
    while (next < this.#waiting.length && !this.#isFull) {
      const batch = this.#batch;
      for (let message; batch.length < BATCH_BYTES && (message = this.#waiting[next]); next++) {
        writeMessage(batch, message);
      }
      this.#isFull = !this.#stream.send(batch.take());
    }
    this.#waiting = next === this.#waiting.length ? [] : this.#waiting.slice(next);
  }

  /** The stream takes more again. */
  resume(): void {
    this.#isFull = false;
    this.flush();
  }

  /** Drops the waiting messages. */
  stop(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#waiting = [];
    this.#isFull = true;
  }
}
