import type { ChangeQueue, EventHandle } from './event-handle.ts';

/** The limits of channels; beckon's own, as Windows has no channels. All adapters keep them. */
export const CHANNEL_LIMITS = Object.freeze({
  /** A message. */
  messageBytes: 1_048_576,
  /** What may wait at a receiver that does not take it. A whole message fits. */
  windowBytes: 4_259_840,
  /** How long one side waits for the other to open the channel. */
  openingMs: 30_000,
} as const);

/**
 * What has happened on a channel.
 *
 * | type | meaning |
 * |---|---|
 * | `opened` | the peer has opened its side too. It comes first, and once |
 * | `message` | the peer has sent a message |
 * | `ended` | the peer has closed its side; everything that it sent came before. It comes last |
 */
export type ChannelChange =
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly data: Uint8Array }
  | { readonly type: 'ended' };

/**
 * One side of a channel. Messages keep their borders and their order, and none is lost while the
 * channel lasts.
 */
export interface ChannelHandle extends ChangeQueue<ChannelChange> {
  /**
   * Takes the oldest change, or gives `undefined` when there is none. The adapter lets the peer send more as
   * changes are taken: what is not taken holds the peer up, and not more than `CHANNEL_LIMITS.windowBytes`
   * waits here.
   *
   * After the changes that came before, rejects with `UNREACHABLE` when the peer is lost or did not open its
   * side in time, and with `REMOTE_ERROR` when its side failed.
   */
  next(): PromiseLike<ChannelChange | undefined>;

  /**
   * Sends a message of 1 to `CHANNEL_LIMITS.messageBytes` bytes; before the peer has opened its side,
   * the message waits. Resolves when the next message can be sent: wait for it, and no more waits here than
   * the peer takes. Rejects with `CLOSED` when this side has closed the channel or the peer has ended it, and
   * otherwise as {@link next}.
   */
  send(message: Uint8Array): PromiseLike<void>;

  /**
   * Ends this side, once. What was sent before reaches the peer, and then `ended`; what the peer still sends
   * is dropped. Resolves when the peer's side has everything, or is lost, or after 1 second.
   */
  close(): PromiseLike<void>;
}

/**
 * The line between the two sides of an accepted invitation. The table is absent on Windows, where the
 * launched application brings a line of its own. None of the functions needs signing in.
 */
export interface ChannelFunctions {
  /**
   * Opens this side of the channel of an accepted invitation: of a received one by its id, of a sent one by
   * the `invitationId` of its response. Resolves at once; `opened` says that the peer has opened its side
   * too, which it has to do within `CHANNEL_LIMITS.openingMs`. Signals `event` after each change.
   *
   * Only the two sides of the invitation can open it, in any order. After an end or a loss, both may
   * open it again, as long as their adapters stay open and remember the invitation: each remembers the last
   * 1 000 at least.
   *
   * Rejects with `NOT_FOUND` for an invitation that was not accepted or is not remembered, with `ALREADY_EXISTS`
   * while this side of the channel is open, and with `LIMIT_REACHED` when the adapter has too many channels.
   */
  open(invitationId: string, event: EventHandle): PromiseLike<ChannelHandle>;
}
