import { messageFrameBytes } from '../wire/channel-frame.ts';

/** Shorter frames are not reused: they are copied again on their way out, and take little memory. */
const LONG_FRAME_BYTES = 16_384;
/** Most bytes of a frame before its message. */
const HEAD_BYTES = 8;
/** The most memory that one channel keeps for reuse. */
const MAX_FREE_BYTES = 1_048_576;

/**
 * The memory of long frames on their way to the peer. Allocating new memory for each frame costs more than encrypting
 * it, so the memory is reused when the peer has said that it has taken the message.
 */
export class FrameMemory {
  readonly #free: Uint8Array[] = [];
  #freeBytes = 0;
  /** Sent messages that the peer has not taken, the oldest first. */
  #sent: { readonly cost: number; readonly memory: Uint8Array | undefined }[] = [];
  /** How much of the oldest message's cost the peer has taken. */
  #takenOfOldest = 0;

  /** The bytes of a frame with a copy of a message. */
  frameOf(message: Uint8Array): Uint8Array {
    if (message.length < LONG_FRAME_BYTES) return messageFrameBytes(message);
    const size = message.length + HEAD_BYTES;
    const index = this.#free.findIndex(({ length }) => length >= size);
    const [memory = new Uint8Array(size)] = index === -1 ? [] : this.#free.splice(index, 1);
    if (index !== -1) this.#freeBytes -= memory.length;
    return messageFrameBytes(message, memory);
  }

  /** A frame has been given to the stream. */
  sent(cost: number, frame: Uint8Array): void {
    const isLong = frame.length >= LONG_FRAME_BYTES;
    this.#sent.push({ cost, memory: isLong ? new Uint8Array(frame.buffer) : undefined });
  }

  /** The peer has taken messages of this cost. */
  taken(cost: number): void {
    this.#takenOfOldest += cost;
    let count = 0;
    for (const { cost: next, memory } of this.#sent) {
      if (next > this.#takenOfOldest) break;
      this.#takenOfOldest -= next;
      count += 1;
      if (memory === undefined || this.#freeBytes + memory.length > MAX_FREE_BYTES) continue;
      this.#free.push(memory);
      this.#freeBytes += memory.length;
    }
    if (count > 0) this.#sent = this.#sent.slice(count);
  }
}
