/** Whether two values of plain data, with bytes in them, are equal. */
export function isEqualData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) return isEqualBytes(a, b);
  const [entriesOfA, entriesOfB] = [definedEntries(a), definedEntries(b)];
  return (
    entriesOfA.length === entriesOfB.length &&
    entriesOfA.every(([key, value]) => isEqualData(value, (b as Record<string, unknown>)[key]))
  );
}

// Not instanceof: a page's frame and a test runner's sandbox have a Uint8Array of their own.
function isEqualBytes(a: object, b: object): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.byteLength !== b.byteLength)
    return false;
  const [bytesOfA, bytesOfB] = [a, b].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  return bytesOfA?.every((byte, index) => byte === bytesOfB?.[index]) === true;
}

/** A member that is `undefined` is the same as none. */
function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
