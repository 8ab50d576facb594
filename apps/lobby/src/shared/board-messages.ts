import * as v from 'valibot';
import { BoardId } from './activity.ts';

/** Longest piece of a board that travels at once, in bytes. */
export const MAX_UPDATE_BYTES = 512 * 1024;

/** Longest message between a page and its host, in bytes: an update in base64, and what is around it. */
export const MAX_MESSAGE_BYTES = Math.ceil((MAX_UPDATE_BYTES * 4) / 3) + 1024;

const Update = v.object({
  type: v.literal('update'),
  bytes: v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= MAX_UPDATE_BYTES,
  ),
});

/** Who else is at the board: the side that was invited is dialled, and the one that invited is awaited. */
export const BoardPeer = v.variant('role', [
  v.object({ role: v.literal('invited'), address: v.pipe(v.string(), v.maxLength(1024)) }),
  v.object({ role: v.literal('inviter'), peerName: v.pipe(v.string(), v.maxLength(256)) }),
]);
export type BoardPeer = v.InferOutput<typeof BoardPeer>;

/** What a page says to its host: `join` first, and once. */
export const PageMessage = v.variant('type', [
  v.object({ type: v.literal('join'), boardId: BoardId, peer: BoardPeer }),
  Update,
]);
export type PageMessage = v.InferOutput<typeof PageMessage>;

/** What a host says to its page. */
export const HostMessage = v.variant('type', [
  v.object({ type: v.literal('peer'), isHere: v.boolean() }),
  Update,
]);
export type HostMessage = v.InferOutput<typeof HostMessage>;
