import type { Guid } from '@beckon/core';
import { GUID_BYTES, writeGuid } from './guid-bytes.ts';

/** Wire types of protobuf. */
export const VARINT = 0;
export const DELIMITED = 2;

const INITIAL_BYTES = 256;

const encoder = /* @__PURE__ */ new TextEncoder();

/** Writes protobuf: fields one after the other, into memory that grows. */
export class ByteWriter {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  /** What has been written. The writer is of no use afterwards. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Writes what `write` writes, with its length before it. */
  delimited(write: () => void): void {
    this.#reserve(1);
    const start = ++this.#length;
    write();
    const length = this.#length - start;
    // Most lengths take the one byte that has been left free.
    const moreBytes = varintBytes(length) - 1;
    if (moreBytes > 0) {
      this.#reserve(moreBytes);
      this.#bytes.copyWithin(start + moreBytes, start, this.#length);
    }
    const end = this.#length + moreBytes;
    this.#length = start - 1;
    this.#varint(length);
    this.#length = end;
  }

  /** A field that is a message. */
  nested(field: number, write: () => void): void {
    this.#tag(field, DELIMITED);
    this.delimited(write);
  }

  /** A number of at most 32 bits. Without a value, and for 0 in a field that is not optional, nothing is written. */
  number(field: number, value: number | undefined): void {
    if (value === undefined || value === 0) return;
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  guid(field: number, guid: Guid): void {
    this.#tag(field, DELIMITED);
    this.#varint(GUID_BYTES);
    this.#reserve(GUID_BYTES);
    writeGuid(guid, this.#bytes, this.#length);
    this.#length += GUID_BYTES;
  }

  /** Bytes; nothing without a value. */
  bytes(field: number, value: Uint8Array | undefined): void {
    if (value === undefined) return;
    this.#tag(field, DELIMITED);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** Text; nothing without a value. */
  text(field: number, value: string | undefined): void {
    if (value !== undefined) this.bytes(field, encoder.encode(value));
  }

  #tag(field: number, wireType: number): void {
    this.#varint((field << 3) | wireType);
  }

  #varint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) count += 1;
  return count;
}
