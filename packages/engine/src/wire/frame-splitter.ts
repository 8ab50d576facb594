import { MAX_FRAME_BYTES } from './protocol.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** A length prefix of more bytes than this is above the limit. */
const MAX_PREFIX_BYTES = 3;

/**
 * Cuts a byte stream into its length-prefixed frames. Holds at most one unfinished frame, and
 * allocates nothing for a frame whose length is over the limit.
 */
export class FrameSplitter {
  #length = 0;
  #prefixBytes = 0;
  #frame: Uint8Array | undefined;
  #filled = 0;

  /** Whether a frame has begun and is not complete. */
  get isInsideFrame(): boolean {
    return this.#prefixBytes > 0 || this.#frame !== undefined;
  }

  /**
   * The frames that `chunk` completes, in order. They may share its memory. Stop iterating to drop
   * the rest.
   *
   * @throws ProtocolViolation for a length of 0, over the limit, or of more bytes than it needs. The stream is
   *   unusable then.
   */
  *split(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    let position = 0;
    while (position < chunk.length) {
      if (this.#frame === undefined) {
        const byte = chunk[position++] ?? 0;
        if (!this.#readPrefix(byte)) continue;
        const end = position + this.#length;
        if (end <= chunk.length) {
          this.#prefixBytes = 0;
          yield chunk.subarray(position, end);
          position = end;
        } else {
          this.#frame = new Uint8Array(this.#length);
          this.#filled = 0;
        }
      } else {
        const part = chunk.subarray(position, position + this.#frame.length - this.#filled);
        this.#frame.set(part, this.#filled);
        this.#filled += part.length;
        position += part.length;
        if (this.#filled === this.#frame.length) {
          const frame = this.#frame;
          this.#frame = undefined;
          this.#prefixBytes = 0;
          yield frame;
        }
      }
    }
  }

  /** Takes one byte of the prefix. Returns true for the last one. */
  #readPrefix(byte: number): boolean {
    if (this.#prefixBytes === 0) this.#length = 0;
    this.#length |= (byte & 0x7f) << (7 * this.#prefixBytes);
    this.#prefixBytes += 1;
    const isLast = byte < 0x80;
    if (this.#length > MAX_FRAME_BYTES || (!isLast && this.#prefixBytes === MAX_PREFIX_BYTES)) {
      throw new ProtocolViolation(
        'oversizedFrames',
        `A frame is longer than ${MAX_FRAME_BYTES} bytes.`,
      );
    }
    if (isLast && byte === 0) {
      throw new ProtocolViolation(
        'malformedFrames',
        this.#prefixBytes === 1
          ? 'A frame is empty.'
          : 'The length of a frame is longer than it needs to be.',
      );
    }
    return isLast;
  }
}
