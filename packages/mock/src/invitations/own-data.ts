/** The same with data of its own: a plain `Uint8Array` that shares no memory with the one given. */
export function withOwnData<T extends object>(value: T & { readonly data?: Uint8Array }): T {
  return value.data === undefined ? value : { ...value, data: new Uint8Array(value.data) };
}
