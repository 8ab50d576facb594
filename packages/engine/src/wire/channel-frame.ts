import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import type { Guid } from '@beckon/core';
import { type ByteWriter, DELIMITED, varintBytes, writeVarint } from './byte-writer.ts';
import { FieldReader, malformed } from './field-reader.ts';

/** Why the acceptor's side does not open a channel. */
export type RefusalReason = 'unreachable' | 'failed';

/** A frame on the stream of a channel, with checked fields. */
export type ChannelFrame =
  | { readonly kind: 'open'; readonly version: number; readonly invitationId: Guid }
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'message'; readonly data: Uint8Array }
  | { readonly kind: 'credit'; readonly bytes: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' };

export type ChannelFrameKind = ChannelFrame['kind'];
export type ChannelFrameOf<Kind extends ChannelFrameKind> = Extract<ChannelFrame, { kind: Kind }>;

/** The value of `Open.version`. */
export const CHANNEL_VERSION = 1;

/** In the order of their numbers on the wire. An unknown number stands for the first. */
const REFUSAL_REASONS: readonly [RefusalReason, ...RefusalReason[]] = ['unreachable', 'failed'];

/** The numbers of the kinds in `ChannelFrame`, as in `channel.proto`. */
const KIND_FIELDS = {
  open: 1,
  opened: 2,
  refused: 3,
  message: 4,
  credit: 5,
  end: 6,
  ping: 7,
  pong: 8,
} as const satisfies Readonly<Record<ChannelFrameKind, number>>;

/** The first byte of a frame with a message. */
export const MESSAGE_TAG = (KIND_FIELDS.message << 3) | DELIMITED;

/** Writes a frame, with its length before it. */
export function writeChannelFrame(writer: ByteWriter, frame: ChannelFrame): void {
  if (frame.kind === 'message') return writer.raw(messageFrameBytes(frame.data));
  writer.delimited(() => writer.nested(KIND_FIELDS[frame.kind], () => writeFields(writer, frame)));
}

/**
 * The bytes of a frame with a message, with its length before it. They share no memory with `data`: the message is
 * copied once, to memory that fits.
 *
 * @param memory - Memory for the bytes, at least 8 bytes longer than `data`. Default: new memory.
 */
export function messageFrameBytes(data: Uint8Array, memory?: Uint8Array): Uint8Array {
  const length = 1 + varintBytes(data.length) + data.length;
  const size = varintBytes(length) + length;
  const bytes = memory?.subarray(0, size) ?? new Uint8Array(size);
  let at = writeVarint(length, bytes, 0);
  bytes[at++] = MESSAGE_TAG;
  at = writeVarint(data.length, bytes, at);
  bytes.set(data, at);
  return bytes;
}

function writeFields(
  writer: ByteWriter,
  frame: Exclude<ChannelFrame, ChannelFrameOf<'message'>>,
): void {
  switch (frame.kind) {
    case 'open':
      writer.number(1, frame.version);
      return writer.guid(2, frame.invitationId);
    case 'refused':
      return writer.number(1, REFUSAL_REASONS.indexOf(frame.reason));
    case 'credit':
      return writer.number(1, frame.bytes);
    case 'opened':
    case 'end':
    case 'ping':
    case 'pong':
      return undefined;
  }
}

/**
 * Reads one frame, without its length, and checks its fields. Nothing in the result shares memory with
 * `bytes`. `undefined` for a kind that this version does not know.
 *
 * @throws ProtocolViolation when the bytes are not a frame, or a field breaks a limit.
 */
export function readChannelFrame(bytes: Uint8Array): ChannelFrame | undefined {
  const fields = new FieldReader(bytes);
  let frame: ChannelFrame | undefined;
  while (fields.next()) {
    const read = READERS.get(fields.field);
    if (read === undefined) continue;
    if (frame !== undefined) throw malformed('is of more than one kind');
    frame = read(fields);
  }
  return frame;
}

const READERS: ReadonlyMap<number, (fields: FieldReader) => ChannelFrame> = /* @__PURE__ */ new Map(
  [
    [KIND_FIELDS.open, (fields) => readOpen(fields.nested())],
    [KIND_FIELDS.opened, (fields) => readEmpty('opened', fields.nested())],
    [KIND_FIELDS.refused, (fields) => readRefused(fields.nested())],
    [KIND_FIELDS.message, readMessage],
    [KIND_FIELDS.credit, (fields) => readCredit(fields.nested())],
    [KIND_FIELDS.end, (fields) => readEmpty('end', fields.nested())],
    [KIND_FIELDS.ping, (fields) => readEmpty('ping', fields.nested())],
    [KIND_FIELDS.pong, (fields) => readEmpty('pong', fields.nested())],
  ] as [number, (fields: FieldReader) => ChannelFrame][],
);

function readOpen(fields: FieldReader): ChannelFrame {
  let version = 0;
  let invitationId: Guid | undefined;
  while (fields.next()) {
    if (fields.field === 1) version = fields.number();
    else if (fields.field === 2) invitationId = fields.guid();
  }
  if (invitationId === undefined) throw malformed('names no invitation');
  return { kind: 'open', version, invitationId };
}

function readRefused(fields: FieldReader): ChannelFrame {
  let reason = 0;
  while (fields.next()) if (fields.field === 1) reason = fields.number();
  return { kind: 'refused', reason: REFUSAL_REASONS[reason] ?? REFUSAL_REASONS[0] };
}

function readMessage(fields: FieldReader): ChannelFrame {
  const data = fields.bytes(CHANNEL_LIMITS.messageBytes);
  if (data.length === 0) throw malformed('has a message with nothing in it');
  return { kind: 'message', data };
}

function readCredit(fields: FieldReader): ChannelFrame {
  let bytes = 0;
  while (fields.next()) if (fields.field === 1) bytes = fields.number();
  if (bytes === 0) throw malformed('gives no credit');
  return { kind: 'credit', bytes };
}

function readEmpty(kind: 'opened' | 'end' | 'ping' | 'pong', fields: FieldReader): ChannelFrame {
  while (fields.next());
  return { kind };
}
