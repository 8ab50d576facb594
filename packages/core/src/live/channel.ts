/**
 * The line between the two sides of an accepted invitation, as a subject.
 *
 * @packageDocumentation
 */
import type { NextObserver } from 'rxjs';
import { checkName } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { InvitationChannel } from './invitation-channel.ts';
import { deserializeJson, serializeJson } from './json-messages.ts';

export { CHANNEL_LIMITS } from '../contract/channels.ts';
export { InvitationChannel } from './invitation-channel.ts';
export { deserializeJson, serializeJson } from './json-messages.ts';

/** How messages become bytes and back, and who is told what. */
export interface InvitationChannelOptions<T> extends RuntimeOptions {
  /** Makes the bytes of a message: 1 to 1 048 576. Default: JSON in UTF-8. */
  readonly serializer?: (message: T) => Uint8Array;
  /** Makes a message of bytes that the peer has sent. What it throws ends the channel with an error. Default: JSON. */
  readonly deserializer?: (data: Uint8Array) => T;
  /** Is told each time when both sides have opened the channel. */
  readonly openObserver?: NextObserver<void>;
}

/**
 * The channel of an accepted invitation: what the two sides talk over afterwards. Messages keep their borders and
 * their order. It has the form of RxJS's `webSocket()`: an Observable of what comes, and an Observer of what goes.
 *
 * Cold and shared: the first subscription opens the channel, and the last one to unsubscribe closes it. Each
 * subscription gets every message from then on. Completes when the peer ends the channel, after everything that it
 * has sent, when this side has called `complete()`, and when the adapter is closed. Errors with `UNREACHABLE` when
 * the peer is lost or has not opened its side within 30 seconds, with `REMOTE_ERROR` when its side failed, with
 * `NOT_FOUND` for an invitation that was not accepted, with `ALREADY_EXISTS` while the channel is open elsewhere,
 * with `NOT_SUPPORTED` when the adapter has no table `channels`. Subscribing again opens the channel again.
 *
 * What is sent before the channel is open waits, and so does what the peer does not take: see
 * {@link InvitationChannel.next} and {@link InvitationChannel.send}.
 *
 * @param invitationId - At the sender the `invitationId` of the status `accepted`, at the recipient the `id` of the
 *   incoming invitation.
 * @throws TypeError for an id that is no text, or empty.
 * @example
 * ```ts
 * import { inviteAsync, type CollaborationAdapter, type InviteRequest } from '@beckon/core';
 * import { invitationChannel } from '@beckon/core/channel';
 *
 * declare const adapter: CollaborationAdapter;
 * declare const request: InviteRequest;
 *
 * const status = await inviteAsync(adapter, request);
 * if (status.state === 'accepted' && status.invitationId !== undefined) {
 *   const moves = invitationChannel<string>(adapter, status.invitationId);
 *   moves.subscribe((move) => console.log('They play', move));
 *   moves.next('e4');
 * }
 * ```
 */
export function invitationChannel<T = unknown>(
  adapter: CollaborationAdapter,
  invitationId: string,
  options: InvitationChannelOptions<T> = {},
): InvitationChannel<T> {
  checkName('invitationChannel', 'invitationId', invitationId);
  const { serializer = serializeJson, deserializer = deserializeJson, openObserver } = options;
  return new InvitationChannel({
    adapter,
    invitationId,
    serializer,
    deserializer: deserializer as (data: Uint8Array) => T,
    onOpen: () => openObserver?.next(),
    runtime: new Runtime(options),
  });
}
