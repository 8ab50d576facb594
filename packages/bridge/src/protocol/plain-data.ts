/**
 * Whether a value is bytes: a `Uint8Array`, also of another realm, and also of a subclass such as
 * Node's `Buffer`.
 */
export function isBytes(value: unknown): value is Uint8Array {
  // Not instanceof: a page's frame and a test runner's sandbox have a Uint8Array of their own.
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

/**
 * Whether every pipe carries a value unchanged: text, a finite number, a boolean, bytes, a list, an object
 * without a class, `null` or `undefined`. The items of a list or an object are not looked at.
 */
export function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return ['string', 'boolean', 'undefined'].includes(typeof value);
  if (value === null || isBytes(value) || Array.isArray(value)) return true;
  // The prototype of an object without a class has no prototype itself, in every realm.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Copies bytes into a plain `Uint8Array` of this realm, with a buffer of its own. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/**
 * Copies plain data into objects of this realm. `convertBytes` gives a value in place of bytes. An object
 * in several places of `value` is copied once.
 *
 * @throws TypeError when `value` holds anything else: a pipe would change it without an error.
 * @throws RangeError when `value` has a cycle.
 */
export function copyPlainData(
  value: unknown,
  convertBytes: (bytes: Uint8Array) => unknown,
): unknown {
  // Structured clone carries a list of lists that share their items as it is. Without the map, a few
  // levels of it would grow without bounds.
  const copies = new Map<object, unknown>();

  function copy(item: unknown): unknown {
    if (!isPlain(item)) {
      throw new TypeError(`${Object.prototype.toString.call(item)} is not plain data.`);
    }
    if (typeof item !== 'object' || item === null) return item;
    if (!copies.has(item)) copies.set(item, copyObject(item));
    return copies.get(item);
  }

  function copyObject(item: object): unknown {
    if (isBytes(item)) return convertBytes(item);
    if (Array.isArray(item)) return Array.from(item, copy);
    return Object.fromEntries(Object.entries(item).map(([name, member]) => [name, copy(member)]));
  }

  return copy(value);
}
