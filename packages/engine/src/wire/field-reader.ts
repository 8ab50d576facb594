import type { Guid } from '@beckon/core';
import { DELIMITED, VARINT } from './byte-writer.ts';
import { GUID_BYTES, readGuid } from './guid-bytes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const FIXED_64 = 1;
const FIXED_32 = 5;
/** Most bytes of a varint: 64 bits. */
const MAX_VARINT_BYTES = 10;
const MAX_UINT32 = 0xffff_ffff;

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the fields of one protobuf message in order. Its results share no memory with the bytes. Throws a {@link
 * ProtocolViolation} for bytes that are not protobuf, for an overlong number, for a field of another type than it is
 * read as, and for a repeated field.
 */
export class FieldReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position: number;
  #field = 0;
  #wireType = 0;
  /** The fields that have been read, as bits. All known fields have a number below 32. */
  #read = 0;
  /** The value of a varint; the length of everything else. */
  #value = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /** The number of the field that {@link next} has found. */
  get field(): number {
    return this.#field;
  }

  /** Goes to the next field. False at the end of the message. */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const tag = this.#varint();
    this.#field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.#field === 0 || tag > MAX_UINT32) throw malformed('has a field with a wrong number');
    switch (this.#wireType) {
      case VARINT:
        this.#value = this.#varint();
        return true;
      case FIXED_64:
        return this.#skip(8);
      case FIXED_32:
        return this.#skip(4);
      case DELIMITED:
        return this.#skip(this.#varint());
      default:
        throw malformed('has a field of a form that is not known');
    }
  }

  /** The field as a message. */
  nested(): FieldReader {
    this.#once();
    return new FieldReader(this.#bytes, this.#start(), this.#position);
  }

  /** The field as a number of at most 32 bits. */
  number(): number {
    const value = this.#scalar();
    if (value > MAX_UINT32) throw malformed('has a number of more than 32 bits');
    return value;
  }

  boolean(): boolean {
    const value = this.#scalar();
    if (value > 1) throw malformed('has a truth value that is neither 0 nor 1');
    return value === 1;
  }

  guid(): Guid {
    this.#once();
    return this.repeatedGuid();
  }

  /** The field as a GUID. The field may be repeated. */
  repeatedGuid(): Guid {
    const start = this.#start();
    if (this.#value !== GUID_BYTES) throw malformed('has an id that is not 16 bytes long');
    return readGuid(this.#bytes, start);
  }

  /** The field as a copy: the frame is part of the network's buffer, and must not be kept. */
  bytes(maxBytes: number): Uint8Array {
    this.#once();
    const start = this.#start();
    if (this.#value > maxBytes) throw malformed(`has more than ${maxBytes} bytes of data`);
    const bytes = new Uint8Array(this.#value);
    bytes.set(this.#bytes.subarray(start, this.#position));
    return bytes;
  }

  /** The field as text of at most `maxUnits` UTF-16 units. */
  text(maxUnits: number): string {
    this.#once();
    const bytes = this.#bytes.subarray(this.#start(), this.#position);
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch (error) {
      throw malformed('has text that is not UTF-8', error);
    }
    if (text.length > maxUnits) throw malformed(`has a text of more than ${maxUnits} units`);
    if (text.includes('\0')) throw malformed('has a text with U+0000');
    return text;
  }

  #once(): void {
    const bit = 1 << this.#field;
    if ((this.#read & bit) !== 0) throw malformed('has the same field twice');
    this.#read |= bit;
  }

  #start(): number {
    if (this.#wireType !== DELIMITED) throw malformed('has something else in place of bytes');
    return this.#position - this.#value;
  }

  #scalar(): number {
    this.#once();
    if (this.#wireType !== VARINT) throw malformed('has something else in place of a number');
    return this.#value;
  }

  #skip(length: number): boolean {
    if (length > this.#end - this.#position) throw malformed('ends inside a field');
    this.#value = length;
    this.#position += length;
    return true;
  }

  #varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      if (this.#position >= this.#end) throw malformed('ends inside a number');
      const byte = this.#bytes[this.#position++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (byte === 0 && count > 0) throw malformed('has a number that is longer than it needs');
        if (byte > 1 && count === MAX_VARINT_BYTES - 1) break;
        return value;
      }
      factor *= 128;
    }
    throw malformed('has a number of more than 64 bits');
  }
}

export function malformed(what: string, cause?: unknown): ProtocolViolation {
  return new ProtocolViolation('malformedFrames', `A frame ${what}.`, { cause });
}

/** Reads a message with an id as its only field. */
export function readId(fields: FieldReader): Guid {
  let id: Guid | undefined;
  while (fields.next()) if (fields.field === 1) id = fields.guid();
  return presentId(id);
}

export function presentId(id: Guid | undefined): Guid {
  if (id === undefined) throw malformed('has no id');
  return id;
}

export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);
}
