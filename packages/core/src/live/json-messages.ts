/** What every JavaScript runtime has beyond the language. */
interface TextCoding {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { readonly fatal: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

/** @throws TypeError for a value that JSON cannot hold, as `undefined` or a function. */
export function serializeJson(message: unknown): Uint8Array {
  const { TextEncoder } = globalThis as unknown as TextCoding;
  const text = JSON.stringify(message) as string | undefined;
  if (text !== undefined) return new TextEncoder().encode(text);
  throw new TypeError(`invitationChannel: JSON cannot hold ${typeof message}; give a serializer.`);
}

/** @throws TypeError or SyntaxError for bytes that are not JSON in UTF-8. */
export function deserializeJson(data: Uint8Array): unknown {
  const { TextDecoder } = globalThis as unknown as TextCoding;
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
}
