/**
 * Copies an object together with its data. The copy of the data is a plain `Uint8Array`, and shares
 * no memory.
 */
export function withOwnData<T extends object>(value: T & { readonly data?: Uint8Array }): T {
  return value.data === undefined ? value : { ...value, data: new Uint8Array(value.data) };
}
