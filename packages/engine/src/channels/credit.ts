import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import { ProtocolViolation } from '../wire/protocol-violation.ts';

/** What a message costs beside its bytes: memory of a message with next to nothing in it. */
const MESSAGE_OVERHEAD_BYTES = 256;
const WINDOW_BYTES = CHANNEL_LIMITS.windowBytes;
const MAX_COST = costOf(CHANNEL_LIMITS.messageBytes);
/** What has been taken is granted anew when it has reached this share of the window. */
const GRANT_SHARE = 1 / 8;

/** What a message of so many bytes takes of the window. */
export function costOf(messageBytes: number): number {
  return messageBytes + MESSAGE_OVERHEAD_BYTES;
}

/** How much this side may send. It has nothing until the peer has opened its side. */
export class SendCredit {
  #left = 0;

  has(cost: number): boolean {
    return cost <= this.#left;
  }

  spend(cost: number): void {
    this.#left -= cost;
  }

  /** The peer has opened its side. */
  open(): void {
    this.#left = WINDOW_BYTES;
  }

  /** @throws ProtocolViolation for more than the window. */
  add(bytes: number): void {
    this.#left += bytes;
    if (this.#left > WINDOW_BYTES)
      throw new ProtocolViolation('creditOverruns', 'The peer gives back more than it was sent.');
  }
}

/** How much the peer may send, and what is to be given back to it. */
export class ReceiveCredit {
  #left = WINDOW_BYTES;
  #taken = 0;

  /** @throws ProtocolViolation for more than the peer may send. */
  spend(cost: number): void {
    if (cost > this.#left) {
      throw new ProtocolViolation('creditOverruns', 'The peer sends more than it was granted.');
    }
    this.#left -= cost;
  }

  /** Something of this cost is here no more. */
  take(cost: number): void {
    this.#taken += cost;
  }

  /** Whether so much is to be given back that it is worth a frame. */
  get isDue(): boolean {
    return this.#taken >= GRANT_SHARE * WINDOW_BYTES;
  }

  /** Whether the peer may have to wait until something is given back. */
  get isNeeded(): boolean {
    return this.#taken > 0 && this.#left < MAX_COST;
  }

  /** What is given back to the peer now. */
  grant(): number {
    const bytes = this.#taken;
    this.#left += bytes;
    this.#taken = 0;
    return bytes;
  }
}
