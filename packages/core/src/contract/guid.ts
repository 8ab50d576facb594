declare const guidBrand: unique symbol;

/** A GUID in canonical form: 36 characters, lower case, no braces. Made by {@link parseGuid} or {@link createGuid}. */
export type Guid = string & { readonly [guidBrand]: true };

/** The GUID of all zeros. It names no application. */
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000' as Guid;

const CANONICAL_GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads a GUID, with or without braces, in either letter case.
 *
 * @throws TypeError when `text` is not a GUID.
 */
export function parseGuid(text: string): Guid {
  const guid: unknown =
    typeof text === 'string' ? text.replace(/^\{(.*)\}$/, '$1').toLowerCase() : text;
  if (isGuid(guid)) return guid;
  throw new TypeError(
    `Not a GUID: ${shown(text)}. Write it as 01234567-89ab-cdef-0123-456789abcdef, with or without braces.`,
  );
}

/** Whether `value` is a GUID in canonical form. */
export function isGuid(value: unknown): value is Guid {
  return typeof value === 'string' && CANONICAL_GUID.test(value);
}

/** Writes a GUID the way Windows registries and tools show it: upper case, in braces. */
export function formatGuid(guid: Guid): string {
  return `{${guid.toUpperCase()}}`;
}

/** Makes a random GUID (version 4), from the platform's cryptographic random source. */
export function createGuid(): Guid {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Guid;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 64)) : typeof value;
}

function randomBytes(count: number): Uint8Array {
  // Core is compiled without DOM or Node types; every supported platform has Web Crypto.
  const { crypto } = globalThis as unknown as {
    crypto: { getRandomValues(array: Uint8Array): Uint8Array };
  };
  return crypto.getRandomValues(new Uint8Array(count));
}
