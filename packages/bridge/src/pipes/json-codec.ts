import { copyPlainData } from '../protocol/plain-data.ts';

// Messages are plain data. JSON has a form for all of it but bytes.
export const BYTES = '$bytes';

/**
 * Writes plain data as JSON. `undefined` in an object is left out; in a list it becomes `null`.
 *
 * @throws TypeError when `data` is not plain.
 * @throws RangeError when `data` has a cycle.
 */
export function encodeJson(data: unknown): string {
  return JSON.stringify(copyPlainData(data, (bytes) => ({ [BYTES]: toBase64(bytes) })));
}

/**
 * Reads the text that {@link encodeJson} wrote.
 *
 * @throws SyntaxError, or an error of `atob`, for anything else.
 */
export function decodeJson(text: string): unknown {
  const data: unknown = JSON.parse(text);
  return text.includes(BYTES) ? withBytes(data) : data;
}

/** Puts bytes in their places. A reviver of `JSON.parse` would take ten times as long. */
function withBytes(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const base64 = (data as { readonly [BYTES]?: unknown })[BYTES];
  if (typeof base64 === 'string') return fromBase64(base64);
  for (const name in data) {
    const members = data as Record<string, unknown>;
    members[name] = withBytes(members[name]);
  }
  return data;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
