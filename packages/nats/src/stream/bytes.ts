const MS_HIGH = 2 ** 32;

/** Concatenates arrays. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A whole number from 0 to 2⁵³ − 1 in 8 bytes, the highest first. */
export function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(value / MS_HIGH));
  view.setUint32(4, value % MS_HIGH);
  return bytes;
}

/** Reads {@link uint64}. Numbers from 2⁵³ on are not exact. */
export function readUint64(bytes: Uint8Array, at = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return view.getUint32(0) * MS_HIGH + view.getUint32(4);
}
