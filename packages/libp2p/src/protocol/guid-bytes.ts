import { EMPTY_GUID, type Guid } from '@beckon/core';

const GUID_BYTES = 16;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Groups of a GUID's text end before these bytes. */
const GROUP_STARTS: ReadonlySet<number> = new Set([4, 6, 8, 10]);

/** The text of a GUID whose bytes are in the order of the text. `undefined` when there are not 16. */
export function guidFromBytes(bytes: Uint8Array): Guid | undefined {
  if (bytes.length !== GUID_BYTES) return undefined;
  let text = '';
  for (let i = 0; i < GUID_BYTES; i++) {
    if (GROUP_STARTS.has(i)) text += '-';
    text += HEX[bytes[i] ?? 0] ?? '';
  }
  return text as Guid;
}

/** The 16 bytes of a GUID, in the order of its text. */
export function bytesFromGuid(guid: Guid): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(GUID_BYTES);
  for (let i = 0, position = 0; i < GUID_BYTES; i++, position += 2) {
    if (GROUP_STARTS.has(i)) position += 1;
    bytes[i] = (digitAt(guid, position) << 4) | digitAt(guid, position + 1);
  }
  return bytes;
}

/** The value of a hexadecimal digit in lower case. */
function digitAt(guid: Guid, position: number): number {
  const code = guid.charCodeAt(position);
  return code < 0x40 ? code - 0x30 : code - 0x57;
}

/** Makes ids of 16 random bytes. Draws random bytes for many at once: one by one that is slow. */
export class IdSource {
  readonly #random = new Uint8Array(GUID_BYTES * 256);
  #position = this.#random.length;

  next(): Guid {
    if (this.#position === this.#random.length) {
      globalThis.crypto.getRandomValues(this.#random);
      this.#position = 0;
    }
    const end = this.#position + GUID_BYTES;
    const id = guidFromBytes(this.#random.subarray(this.#position, end));
    this.#position = end;
    return id ?? EMPTY_GUID;
  }
}
