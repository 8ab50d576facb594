/** RFC 4648, in lower case. */
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Writes bytes in base32, in lower case, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let [buffer, bits] = [0, 0];
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + DIGITS.charAt((buffer << (5 - bits)) & 31);
}

/** Reads base32 in either case. `undefined` for any other text, also for unused bits at the end that are not zero. */
export function fromBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let [buffer, bits, length] = [0, 0, 0];
  for (const digit of text.toLowerCase()) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return undefined;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = buffer >> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  // Each list of bytes has only one text.
  return bits >= 5 || buffer !== 0 ? undefined : bytes;
}
