/** Whether an error is thrown while rendering, to the error boundary above; a function decides for each. */
export type ThrowOnError = boolean | ((error: Error) => boolean);

/** Throws `error` if there is one and `throwOnError` says so. */
export function throwIfWanted(error: Error | undefined, throwOnError: ThrowOnError = false): void {
  if (error === undefined) return;
  if (typeof throwOnError === 'function' ? throwOnError(error) : throwOnError) throw error;
}
