import * as v from 'valibot';
import { BoardId } from './activity.ts';

/** Largest piece of a board that travels at once, in bytes. */
export const MAX_UPDATE_BYTES = 512 * 1024;

/**
 * Largest message between a page and its host, in bytes: an update in base64, and the message around
 * it.
 */
export const MAX_MESSAGE_BYTES = Math.ceil((MAX_UPDATE_BYTES * 4) / 3) + 1024;

const Update = v.object({
  type: v.literal('update'),
  bytes: v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= MAX_UPDATE_BYTES,
  ),
});

/** The other peer at the board. The host dials an invited peer, and waits for a stream of an inviter. */
export const BoardPeer = v.variant('role', [
  v.object({ role: v.literal('invited'), address: v.pipe(v.string(), v.maxLength(1024)) }),
  v.object({ role: v.literal('inviter'), peerName: v.pipe(v.string(), v.maxLength(256)) }),
]);
export type BoardPeer = v.InferOutput<typeof BoardPeer>;

/** A message of a page to its host. The first is `join`, and it comes once. */
export const PageMessage = v.variant('type', [
  v.object({ type: v.literal('join'), boardId: BoardId, peer: BoardPeer }),
  Update,
]);
export type PageMessage = v.InferOutput<typeof PageMessage>;

/** A message of a host to its page. */
export const HostMessage = v.variant('type', [
  v.object({ type: v.literal('peer'), isHere: v.boolean() }),
  Update,
]);
export type HostMessage = v.InferOutput<typeof HostMessage>;
