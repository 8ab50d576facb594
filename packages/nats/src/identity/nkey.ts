/** The type of an nkey, from which the first letter of its text follows. */
const PREFIX_USER = 20 << 3;
const PREFIX_SEED = 18 << 3;
const KEY_BYTES = 32;
const CHECKSUM_BYTES = 2;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Length of a public key's text. */
const PUBLIC_KEY_LENGTH = 56;

/** The text of a user's public key: `U…`. */
export function encodePublicKey(key: Uint8Array): string {
  return encode(Uint8Array.of(PREFIX_USER, ...key));
}

/** The 32 bytes of a user's public key. `undefined` for any other text. */
export function decodePublicKey(text: string): Uint8Array | undefined {
  if (text.length !== PUBLIC_KEY_LENGTH) return undefined;
  const bytes = decode(text);
  return bytes?.[0] === PREFIX_USER ? bytes.subarray(1) : undefined;
}

/** The text of a user's seed: `SU…`. */
export function encodeSeed(seed: Uint8Array): string {
  return encode(Uint8Array.of(PREFIX_SEED | (PREFIX_USER >> 5), (PREFIX_USER & 31) << 3, ...seed));
}

/** The 32 bytes of a user's seed. `undefined` for any other text. */
export function decodeSeed(text: string): Uint8Array | undefined {
  const bytes = decode(text);
  if (bytes?.length !== KEY_BYTES + 2) return undefined;
  const isUser =
    bytes[0] === (PREFIX_SEED | (PREFIX_USER >> 5)) && bytes[1] === (PREFIX_USER & 31) << 3;
  return isUser ? bytes.subarray(2) : undefined;
}

/** Encodes bytes and their checksum in base32. */
function encode(bytes: Uint8Array): string {
  const checksum = crc16(bytes);
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of [...bytes, checksum & 0xff, checksum >> 8]) {
    value = ((value << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += letter(value >> (bits - 5));
  }
  return bits === 0 ? text : text + letter(value << (5 - bits));
}

function letter(value: number): string {
  return ALPHABET.charAt(value & 31);
}

/** Decodes the bytes, without their checksum. `undefined` for text that {@link encode} does not write. */
function decode(text: string): Uint8Array | undefined {
  const all = new Uint8Array(Math.floor((text.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let value = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    all[length++] = value >> bits;
  }
  const hasRest = bits >= 5 || (value & ((1 << bits) - 1)) !== 0;
  const bytes = all.subarray(0, -CHECKSUM_BYTES);
  const [low = 0, high = 0] = all.subarray(-CHECKSUM_BYTES);
  return hasRest || crc16(bytes) !== (low | (high << 8)) ? undefined : bytes;
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
    }
  }
  return crc;
}
