import type { Guid } from '@beckon/core';
import { GUID_BYTES, writeGuid } from './guid-bytes.ts';

/** Wire types of protobuf. */
export const VARINT = 0;
export const DELIMITED = 2;

/** Parts are cut from chunks of this size, because allocating each part costs more than filling it. */
const CHUNK_BYTES = 8_192;
const MAX_VARINT_BYTES = 5;
/** UTF-8 has at most this many bytes for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const encoder = /* @__PURE__ */ new TextEncoder();

/** Writes protobuf in parts: write the fields of a part, and then {@link take} its bytes. */
export class ByteWriter {
  #bytes = new Uint8Array(0);
  /** The beginning and the end of the current part. */
  #start = 0;
  #end = 0;

  /** How many bytes have been written since the last {@link take}. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The bytes since the last {@link take}. The writer does not touch them again. */
  take(): Uint8Array {
    const part = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return part;
  }

  /** Writes the output of `write` after its length. */
  delimited(write: () => void): void {
    this.#reserve(1);
    // `write` may move the part to other memory: positions count from the start of the part.
    const at = this.length;
    this.#end += 1;
    write();
    const length = this.length - at - 1;
    // Most lengths fit the one byte that was left free.
    const moreBytes = varintBytes(length) - 1;
    if (moreBytes > 0) {
      this.#reserve(moreBytes);
      const content = this.#start + at + 1;
      this.#bytes.copyWithin(content + moreBytes, content, this.#end);
    }
    const end = this.#end + moreBytes;
    this.#end = this.#start + at;
    this.#varint(length);
    this.#end = end;
  }

  /** Bytes that are protobuf already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** A field that is a message. */
  nested(field: number, write: () => void): void {
    this.#tag(field, DELIMITED);
    this.delimited(write);
  }

  /** A number of at most 32 bits. Writes nothing for `undefined` and for 0. */
  number(field: number, value: number | undefined): void {
    if (value === undefined || value === 0) return;
    this.#tag(field, VARINT);
    this.#reserve(MAX_VARINT_BYTES);
    this.#varint(value);
  }

  guid(field: number, guid: Guid): void {
    this.#tag(field, DELIMITED);
    this.#reserve(1 + GUID_BYTES);
    this.#varint(GUID_BYTES);
    writeGuid(guid, this.#bytes, this.#end);
    this.#end += GUID_BYTES;
  }

  /** Bytes; nothing without a value. */
  bytes(field: number, value: Uint8Array | undefined): void {
    if (value === undefined) return;
    this.#tag(field, DELIMITED);
    this.#reserve(MAX_VARINT_BYTES + value.length);
    this.#varint(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** Text; nothing without a value. */
  text(field: number, value: string | undefined): void {
    if (value === undefined) return;
    this.nested(field, () => {
      this.#reserve(MAX_BYTES_PER_UNIT * value.length);
      this.#end += encoder.encodeInto(value, this.#bytes.subarray(this.#end)).written;
    });
  }

  #tag(field: number, wireType: number): void {
    this.#reserve(1);
    this.#varint((field << 3) | wireType);
  }

  /** The caller has made room for it. */
  #varint(value: number): void {
    this.#end = writeVarint(value, this.#bytes, this.#end);
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const { length } = this;
    const bytes = new Uint8Array(Math.max(CHUNK_BYTES, 2 * (length + count)));
    bytes.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = length;
  }
}

/** Writes a number of at most 32 bits to `bytes`, from `at` on, and returns where it ends. */
export function writeVarint(value: number, bytes: Uint8Array, at: number): number {
  let end = at;
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes[end++] = (rest & 0x7f) | 0x80;
  bytes[end++] = rest;
  return end;
}

/** How many bytes a number has as a varint. */
export function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) count += 1;
  return count;
}
