import { writer } from 'protons-runtime';
import { afterThisTurn } from '../platform.ts';
import type { ByteChannel } from './byte-channel.ts';
import { Frame } from './invitation.generated.ts';
import { frameOf, type Message } from './message.ts';

/** As many messages are written at once, so that the peer works on them while more are made. */
const BATCH_MESSAGES = 64;
/** A batch is cut when it has reached this many bytes, so that memory stays small behind a slow peer. */
const BATCH_BYTES = 65_536;

/**
 * Writes messages to a channel. All messages of one turn of the event loop become one write: with
 * encryption below, a write costs more than what is in it. While the channel is full, messages wait
 * as they are and nothing is encoded.
 */
export class FrameWriter {
  readonly #channel: ByteChannel;
  #waiting: Message[] = [];
  #cancelFlush: (() => void) | undefined;
  #isFull = false;

  constructor(channel: ByteChannel) {
    this.#channel = channel;
  }

  /** How many messages wait. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Whether the channel takes nothing now. */
  get isFull(): boolean {
    return this.#isFull;
  }

  write(message: Message): void {
    this.#waiting.push(message);
    if (this.#isFull) return;
    if (this.#waiting.length >= BATCH_MESSAGES) this.flush();
    else this.#cancelFlush ??= afterThisTurn(() => this.flush());
  }

  /** Writes what waits, now, as far as the channel takes it. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    let next = 0;
    while (next < this.#waiting.length && !this.#isFull) {
      const batch = writer();
      for (let message; batch.len < BATCH_BYTES && (message = this.#waiting[next]); next++) {
        Frame.codec().encode(frameOf(message), batch);
      }
      this.#isFull = !this.#channel.send(batch.finish());
    }
    this.#waiting = next === this.#waiting.length ? [] : this.#waiting.slice(next);
  }

  /** The channel takes more. */
  resume(): void {
    this.#isFull = false;
    this.flush();
  }

  /** Drops what waits. */
  stop(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#waiting = [];
    this.#isFull = true;
  }
}
