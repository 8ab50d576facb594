import type { Guid } from '@beckon/core';

/** How many bytes a GUID has. On the wire they are in the order of the text. */
export const GUID_BYTES = 16;

const DIGITS: readonly number[] = /* @__PURE__ */ Array.from('0123456789abcdef', (digit) =>
  digit.charCodeAt(0),
);
/** The positions in the text of a GUID at which the digits of its bytes begin. */
const POSITIONS: readonly number[] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/** The character codes of a GUID before its digits are set. */
const HYPHENS: readonly number[] = /* @__PURE__ */ new Array<number>(36).fill(0x2d);

/** The GUID whose bytes begin at `start`. */
export function readGuid(bytes: Uint8Array, start = 0): Guid {
  // A text that is concatenated from parts keeps the parts in memory.
  const codes = [...HYPHENS];
  for (let i = 0; i < GUID_BYTES; i++) {
    const byte = bytes[start + i] ?? 0;
    const position = POSITIONS[i] ?? 0;
    codes[position] = DIGITS[byte >> 4] ?? 0;
    codes[position + 1] = DIGITS[byte & 0xf] ?? 0;
  }
  return String.fromCharCode(...codes) as Guid;
}

/** Writes the bytes of a GUID to `bytes`, from `start` on. */
export function writeGuid(guid: Guid, bytes: Uint8Array, start = 0): void {
  for (let i = 0; i < GUID_BYTES; i++) {
    const position = POSITIONS[i] ?? 0;
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
