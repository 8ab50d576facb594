import type { Guid } from '@beckon/core';

/** How many bytes a GUID has. On the wire they are in the order of the text. */
export const GUID_BYTES = 16;

const GUID_LENGTH = 36;
const HYPHEN = 0x2d;
const DIGITS: readonly number[] = /* @__PURE__ */ Array.from('0123456789abcdef', (digit) =>
  digit.charCodeAt(0),
);
/** The bytes at which the groups of a GUID's text begin, except the first group. */
const GROUP_STARTS: ReadonlySet<number> = /* @__PURE__ */ new Set([4, 6, 8, 10]);

/** The GUID whose bytes begin at `start`. */
export function readGuid(bytes: Uint8Array, start = 0): Guid {
  // A text that is concatenated from parts keeps the parts in memory.
  const codes = new Array<number>(GUID_LENGTH);
  for (let i = 0, position = 0; i < GUID_BYTES; i++) {
    if (GROUP_STARTS.has(i)) codes[position++] = HYPHEN;
    const byte = bytes[start + i] ?? 0;
    codes[position++] = DIGITS[byte >> 4] ?? 0;
    codes[position++] = DIGITS[byte & 0xf] ?? 0;
  }
  return String.fromCharCode(...codes) as Guid;
}

/** Writes the bytes of a GUID to `bytes`, from `start` on. */
export function writeGuid(guid: Guid, bytes: Uint8Array, start = 0): void {
  for (let i = 0, position = 0; i < GUID_BYTES; i++, position += 2) {
    if (GROUP_STARTS.has(i)) position += 1;
    bytes[start + i] = (digitAt(guid, position) << 4) | digitAt(guid, position + 1);
  }
}

/** The value of a hexadecimal digit in lower case. */
function digitAt(guid: Guid, position: number): number {
  const code = guid.charCodeAt(position);
  return code < 0x40 ? code - 0x30 : code - 0x57;
}

/** Makes ids of 16 random bytes. Draws the random bytes of many ids at once, because single draws are slow. */
export class IdSource {
  readonly #random = new Uint8Array(GUID_BYTES * 256);
  #position = this.#random.length;

  next(): Guid {
    if (this.#position === this.#random.length) {
      globalThis.crypto.getRandomValues(this.#random);
      this.#position = 0;
    }
    const id = readGuid(this.#random, this.#position);
    this.#position += GUID_BYTES;
    return id;
  }
}
