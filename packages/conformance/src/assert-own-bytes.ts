import assert from 'node:assert/strict';

/**
 * Asserts that an adapter gave a plain `Uint8Array` with a buffer of its own. A `Buffer` is a
 * `Uint8Array` too, but its `slice` shares memory, and a view shows the bytes beside it.
 */
export function assertOwnBytes(bytes: Uint8Array | undefined, what: string): void {
  assert(bytes !== undefined, `${what} must be there`);
  assert.equal(bytes.constructor.name, 'Uint8Array', `${what} must be a plain Uint8Array`);
  assert.equal(bytes.byteOffset, 0, `${what} must begin where its buffer begins`);
  assert.equal(bytes.buffer.byteLength, bytes.byteLength, `${what} must have a buffer of its own`);
}

/** Asserts that two byte arrays have the same bytes, also when their classes differ. */
export function assertSameBytes(
  bytes: Uint8Array | undefined,
  expected: Uint8Array | undefined,
): void {
  assert.deepEqual([...(bytes ?? [])], [...(expected ?? [])]);
}
