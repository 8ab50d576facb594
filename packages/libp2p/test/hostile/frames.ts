import { randomBytes } from 'node:crypto';

// Frames of the invitation protocol, written by hand: a hostile peer keeps to no rule of a writer.

const VARINT = 0;
const DELIMITED = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

function number(field: number, value: number): number[] {
  return [...varint(field * 8 + VARINT), ...varint(value)];
}

function bytes(field: number, value: Iterable<number>): number[] {
  const content = [...value];
  return [...varint(field * 8 + DELIMITED), ...varint(content.length), ...content];
}

/** A frame of one kind, with its length before it. */
function frame(kind: number, fields: readonly number[] = []): Uint8Array {
  const content = bytes(kind, fields);
  return Uint8Array.from([...varint(content.length), ...content]);
}

export function hello(name?: Iterable<number>): Uint8Array {
  return frame(1, [...number(1, 1), ...(name === undefined ? [] : bytes(2, name))]);
}

export interface InviteFields {
  readonly id?: Uint8Array;
  readonly applicationId?: Iterable<number>;
  readonly message?: Iterable<number>;
  readonly expiresInMs?: number;
}

/** An invitation, of the longest time there is unless it says otherwise. */
export function invite({
  id = randomBytes(16),
  applicationId = new Uint8Array(16).fill(7),
  message,
  expiresInMs = 2 ** 32 - 1,
}: InviteFields = {}): Uint8Array {
  return frame(2, [
    ...bytes(1, id),
    ...bytes(2, applicationId),
    ...(message === undefined ? [] : bytes(3, message)),
    ...number(5, expiresInMs),
  ]);
}

export const PING = /* @__PURE__ */ frame(8);

/** One frame after the other. */
export function joined(...frames: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(frames));
}

export function repeated(content: Uint8Array, times: number): Uint8Array {
  return joined(...Array.from({ length: times }, () => content));
}
