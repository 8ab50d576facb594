import type { StreamProtocol } from '@beckon/engine';
import type { KeyFunctions, Signer } from '../platform.ts';
import { concat, readUint64, uint64 } from './bytes.ts';
import { idBytes } from './stream-message.ts';

/** The domain of the signature, which makes it invalid for any other purpose. */
const DOMAIN = /* @__PURE__ */ new TextEncoder().encode('beckon/nats/stream/1\n');
const KEY_BYTES = 32;
const TIME_BYTES = 8;
const NO_KEY = /* @__PURE__ */ new Uint8Array(KEY_BYTES);

/** The context of a card. All of it is signed. */
export interface StreamCardContext {
  readonly id: string;
  readonly protocol: StreamProtocol;
  /** The public keys of the signer and of the recipient. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Only in the card of the accepting side: the stream key of the opener. */
  readonly openerKey?: Uint8Array;
}

export interface StreamCard {
  /** The X25519 key of the stream. */
  readonly streamKey: Uint8Array;
  /** The time at which the card was made, in milliseconds since 1970. */
  readonly time: number;
}

/** Makes a card, which proves that a stream key belongs to the signer, for this stream and this peer alone. */
export function makeStreamCard(
  signer: Signer,
  context: StreamCardContext,
  { streamKey, time }: StreamCard,
): Uint8Array {
  const content = concat(streamKey, uint64(time));
  return concat(content, signer.sign(signedText(context, content)));
}

/** Reads a card without verifying its signature, which is cheap. */
export function peekStreamCard(card: Uint8Array): StreamCard {
  return { streamKey: card.slice(0, KEY_BYTES), time: readUint64(card, KEY_BYTES) };
}

/** Whether the expected peer has signed a card for this side and this stream. */
export function isStreamCardOf(
  keys: KeyFunctions,
  context: StreamCardContext,
  card: Uint8Array,
): boolean {
  const content = card.subarray(0, KEY_BYTES + TIME_BYTES);
  return keys.verify(context.from, signedText(context, content), card.subarray(content.length));
}

function signedText(
  { id, protocol, from, to, openerKey }: StreamCardContext,
  content: Uint8Array,
): Uint8Array {
  return concat(
    DOMAIN,
    Uint8Array.of(openerKey === undefined ? 0 : 1, protocol === 'channel' ? 1 : 0),
    from,
    to,
    idBytes(id),
    openerKey ?? NO_KEY,
    content,
  );
}
