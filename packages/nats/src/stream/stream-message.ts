import type { StreamProtocol } from '@beckon/engine';
import { concat } from './bytes.ts';

/** The version of the messages between two sides. */
const VERSION = 1;
const STREAM_ID_BYTES = 16;
const HEADER_BYTES = 2 + STREAM_ID_BYTES;
/** An X25519 key, a time, and an Ed25519 signature. */
const STREAM_CARD_BYTES = 32 + 8 + 64;
/** The bytes that sealing adds to a message: its header, the kind of the content, and the authentication tag. */
export const SEALED_OVERHEAD_BYTES = HEADER_BYTES + 1 + 16;

const KIND_OPEN = 1;
const KIND_ACCEPT = 2;
const KIND_SEALED = 3;
const KIND_REFUSE = 4;

const PROTOCOLS: readonly StreamProtocol[] = ['invitation', 'channel'];
const REASONS = ['refused', 'unknownStream', 'clock', 'version'] as const;

/**
 * The reason why a side refuses a stream, or does not know it. It is not proven: anybody who may publish can claim
 * it.
 */
export type RefuseReason = (typeof REASONS)[number];

/** One message between two people. `id` names the stream; the opener has chosen it. */
export type StreamMessage = { readonly id: string } & StreamMessageContent;

/** A message that is not sealed. */
export type OpenMessage = Exclude<StreamMessage, { readonly kind: 'sealed' }>;

export type StreamMessageContent =
  | { readonly kind: 'open'; readonly protocol: StreamProtocol; readonly card: Uint8Array }
  | { readonly kind: 'accept'; readonly card: Uint8Array }
  | { readonly kind: 'sealed'; readonly sealed: Uint8Array }
  | { readonly kind: 'refuse'; readonly reason: RefuseReason };

/** A new stream id, as text for use as a key. */
export function createStreamId(): string {
  return idText(crypto.getRandomValues(new Uint8Array(STREAM_ID_BYTES)));
}

function idText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

export function idBytes(id: string): Uint8Array {
  return Uint8Array.from(id, (char) => char.charCodeAt(0));
}

/** The header of every sealed message of a stream. */
export function sealedHeader(id: string): Uint8Array {
  return header(KIND_SEALED, id);
}

/** Writes a message that is not sealed. */
export function writeStreamMessage(message: OpenMessage): Uint8Array {
  switch (message.kind) {
    case 'open':
      return concat(
        header(KIND_OPEN, message.id),
        Uint8Array.of(PROTOCOLS.indexOf(message.protocol)),
        message.card,
      );
    case 'accept':
      return concat(header(KIND_ACCEPT, message.id), message.card);
    case 'refuse':
      return concat(
        header(KIND_REFUSE, message.id),
        Uint8Array.of(REASONS.indexOf(message.reason)),
      );
  }
}

/**
 * Reads a message, which anybody may have sent. `undefined` for bytes that {@link writeStreamMessage} does not write.
 */
export function readStreamMessage(bytes: Uint8Array): StreamMessage | undefined {
  if (bytes[0] !== VERSION || bytes.length <= HEADER_BYTES) return undefined;
  const id = idText(bytes.subarray(2, HEADER_BYTES));
  const body = bytes.subarray(HEADER_BYTES);
  switch (bytes[1]) {
    case KIND_OPEN: {
      const protocol = PROTOCOLS[body[0] ?? -1];
      const card = body.subarray(1);
      if (protocol === undefined || card.length !== STREAM_CARD_BYTES) return undefined;
      return { kind: 'open', id, protocol, card };
    }
    case KIND_ACCEPT:
      return body.length === STREAM_CARD_BYTES ? { kind: 'accept', id, card: body } : undefined;
    case KIND_SEALED:
      return { kind: 'sealed', id, sealed: body };
    case KIND_REFUSE: {
      const reason = REASONS[body[0] ?? -1];
      return reason === undefined || body.length !== 1 ? undefined : { kind: 'refuse', id, reason };
    }
    default:
      return undefined;
  }
}

function header(kind: number, id: string): Uint8Array {
  return concat(Uint8Array.of(VERSION, kind), idBytes(id));
}
