import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import { ProtocolViolation } from '../wire/protocol-violation.ts';

/** What a message costs besides its bytes: the memory that even a tiny message takes. */
const MESSAGE_OVERHEAD_BYTES = 256;
const WINDOW_BYTES = CHANNEL_LIMITS.windowBytes;
const MAX_COST = costOf(CHANNEL_LIMITS.messageBytes);
/** Credit is given back when it has reached this share of the window. */
const GRANT_SHARE = 1 / 8;

/** The credit that a message of this length costs. */
export function costOf(messageBytes: number): number {
  return messageBytes + MESSAGE_OVERHEAD_BYTES;
}

/** How much this side may send: nothing until the peer has opened its side. */
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

/** How much the peer may send, and how much credit is to be given back to it. */
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

  /** The app has taken messages of this cost. */
  take(cost: number): void {
    this.#taken += cost;
  }

  /** Whether enough credit is to be given back to be worth a frame. */
  get isDue(): boolean {
    return this.#taken >= GRANT_SHARE * WINDOW_BYTES;
  }

  /** Whether the peer may have to wait until credit is given back. */
  get isNeeded(): boolean {
    return this.#taken > 0 && this.#left < MAX_COST;
  }

  /** Takes the credit that is to be given back now. */
  grant(): number {
    const bytes = this.#taken;
    this.#left += bytes;
    this.#taken = 0;
    return bytes;
  }
}
