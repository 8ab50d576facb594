import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** The default of `serializer`. @throws TypeError for a value that JSON cannot hold, as `undefined` or a function. */
export function serializeJson(message: unknown): Uint8Array {
  const text = JSON.stringify(message) as string | undefined;
  if (text !== undefined) return encodeUtf8(text);
  throw new TypeError(`invitationChannel: JSON cannot hold ${typeof message}; give a serializer.`);
}

/** The default of `deserializer`. @throws TypeError, URIError or SyntaxError for bytes that are not JSON in UTF-8. */
export function deserializeJson(data: Uint8Array): unknown {
  return JSON.parse(decodeUtf8(data));
}
