/**
 * Whether `value`, apart from what is in it, is what every channel carries as it is: text, a finite
 * number, a boolean, bytes, a list, an object without a class, `null` or `undefined`.
 */
export function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return ['string', 'boolean', 'undefined'].includes(typeof value);
  if (value === null || value instanceof Uint8Array || Array.isArray(value)) return true;
  // Of whichever realm: the prototype of an object without a class has none itself.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Copies plain data, and has `copyBytes` copy the bytes in it.
 *
 * @throws TypeError when there is anything else in it: channels would make something else of that, in silence.
 * @throws RangeError when it has a cycle.
 */
export function copyPlainData(value: unknown, copyBytes: (bytes: Uint8Array) => unknown): unknown {
  if (!isPlain(value)) {
    throw new TypeError(`${Object.prototype.toString.call(value)} is not plain data.`);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return copyBytes(value);
  const copy = (item: unknown): unknown => copyPlainData(item, copyBytes);
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copy(item)]));
}
