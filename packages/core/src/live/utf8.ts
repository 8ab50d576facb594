/** What nearly every JavaScript runtime has beyond the language; the jsdom of Jest has not. */
interface TextCoding {
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder?: new (
    label: 'utf-8',
    options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

/** The bytes of a text without half surrogate pairs. */
export function encodeUtf8(text: string): Uint8Array {
  const { TextEncoder } = globalThis as unknown as TextCoding;
  if (TextEncoder !== undefined) return new TextEncoder().encode(text);
  const escaped = encodeURIComponent(text).match(/%..|./g) ?? [];
  return Uint8Array.from(escaped, (unit) =>
    unit.length === 1 ? unit.charCodeAt(0) : Number.parseInt(unit.slice(1), 16),
  );
}

/** @throws TypeError or URIError for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  const { TextDecoder } = globalThis as unknown as TextCoding;
  if (TextDecoder !== undefined) {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  }
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return decodeURIComponent(escaped.join(''));
}
