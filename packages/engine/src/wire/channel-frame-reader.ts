import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import { varintBytes } from './byte-writer.ts';
import { type ChannelFrame, MESSAGE_TAG, readChannelFrame } from './channel-frame.ts';
import { malformed } from './field-reader.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** A frame of up to this length may have unknown fields. A longer frame must be a message and nothing else. */
const MAX_SHORT_FRAME_BYTES = 1_024;
/** A tag, and a length of three bytes. */
const MAX_FRAME_BYTES = CHANNEL_LIMITS.messageBytes + 4;
/** A varint of more bytes than this is above every limit. */
const MAX_VARINT_BYTES = 3;

/**
 * Reads the frames of a channel from bytes that come in pieces of any length. A long message is copied once, to
 * memory of its own, and only when `admit` has let it in.
 */
export class ChannelFrameReader {
  readonly #admit: (messageBytes: number) => void;
  #stage: 'length' | 'short' | 'tag' | 'messageLength' | 'message' = 'length';
  /** The varint that is being read, and how many of its bytes have come. */
  #value = 0;
  #valueBytes = 0;
  #frameBytes = 0;
  /** Collects a short frame or a message. */
  #part = new Uint8Array(0);
  #filled = 0;

  /** @param admit - Called for each message, before memory is taken for a long one. Throws when there is no room. */
  constructor(admit: (messageBytes: number) => void) {
    this.#admit = admit;
  }

  /** Whether a frame has begun and is not complete. */
  get isInsideFrame(): boolean {
    return this.#stage !== 'length' || this.#valueBytes > 0;
  }

  /**
   * The frames that `chunk` completes, in order; `undefined` for a frame of an unknown kind. They share no memory
   * with `chunk`. Stop iterating to drop the rest.
   *
   * @throws ProtocolViolation when the bytes are not frames. The stream is unusable then.
   */
  *read(chunk: Uint8Array): Generator<ChannelFrame | undefined, void, void> {
    let at = 0;
    while (at < chunk.length) {
      switch (this.#stage) {
        case 'length':
          if (this.#takeVarint(chunk[at++] ?? 0)) this.#beginFrame();
          break;
        case 'short': {
          const end = at + this.#frameBytes;
          if (this.#filled === 0 && end <= chunk.length) {
            yield this.#shortFrame(chunk.subarray(at, end));
            at = end;
            break;
          }
          if (this.#filled === 0) this.#part = new Uint8Array(this.#frameBytes);
          at += this.#fill(chunk, at);
          if (this.#filled === this.#part.length) yield this.#shortFrame(this.#part);
          break;
        }
        case 'tag':
          if (chunk[at++] !== MESSAGE_TAG) throw tooLong();
          this.#stage = 'messageLength';
          break;
        case 'messageLength':
          if (this.#takeVarint(chunk[at++] ?? 0)) this.#beginMessage();
          break;
        case 'message':
          at += this.#fill(chunk, at);
          if (this.#filled === this.#part.length) yield this.#message();
          break;
      }
    }
  }

  #beginFrame(): void {
    this.#frameBytes = this.#takeValue();
    if (this.#frameBytes === 0) throw malformed('is empty');
    if (this.#frameBytes > MAX_FRAME_BYTES) throw tooLong();
    this.#stage = this.#frameBytes <= MAX_SHORT_FRAME_BYTES ? 'short' : 'tag';
  }

  #beginMessage(): void {
    const messageBytes = this.#takeValue();
    if (1 + varintBytes(messageBytes) + messageBytes !== this.#frameBytes) throw tooLong();
    this.#admit(messageBytes);
    this.#part = new Uint8Array(messageBytes);
    this.#stage = 'message';
  }

  #shortFrame(bytes: Uint8Array): ChannelFrame | undefined {
    const frame = readChannelFrame(bytes);
    if (frame?.kind === 'message') this.#admit(frame.data.length);
    this.#endFrame();
    return frame;
  }

  #message(): ChannelFrame {
    const data = this.#part;
    this.#endFrame();
    return { kind: 'message', data };
  }

  #endFrame(): void {
    this.#part = new Uint8Array(0);
    this.#filled = 0;
    this.#stage = 'length';
  }

  /** Copies the bytes that belong to the current part, and returns their number. */
  #fill(chunk: Uint8Array, at: number): number {
    const piece = chunk.subarray(at, at + this.#part.length - this.#filled);
    this.#part.set(piece, this.#filled);
    this.#filled += piece.length;
    return piece.length;
  }

  /** Takes one byte of a varint. Returns true for the last one. */
  #takeVarint(byte: number): boolean {
    this.#value |= (byte & 0x7f) << (7 * this.#valueBytes);
    this.#valueBytes += 1;
    if (byte >= 0x80) {
      if (this.#valueBytes === MAX_VARINT_BYTES) throw tooLong();
      return false;
    }
    if (byte === 0 && this.#valueBytes > 1)
      throw malformed('has a number that is longer than it needs');
    return true;
  }

  #takeValue(): number {
    const value = this.#value;
    this.#value = 0;
    this.#valueBytes = 0;
    return value;
  }
}

function tooLong(): ProtocolViolation {
  return new ProtocolViolation(
    'oversizedFrames',
    `A frame is longer than ${MAX_SHORT_FRAME_BYTES} bytes and no message of at most ${CHANNEL_LIMITS.messageBytes}.`,
  );
}
