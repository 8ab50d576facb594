/** Whether an error is thrown while rendering, to the error boundary above; a function decides for each. */
export type ThrowOnError<E extends Error = Error> = boolean | ((error: E) => boolean);

/** Throws `error` if there is one and `throwOnError` says so. */
export function throwIfWanted<E extends Error>(
  error: E | undefined,
  throwOnError: ThrowOnError<E> = false,
): void {
  if (error === undefined) return;
  if (typeof throwOnError === 'function' ? throwOnError(error) : throwOnError) throw error;
}
