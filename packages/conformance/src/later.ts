/**
 * A promise that the case awaits later. When the case fails before, its rejection has been seen, and
 * is not reported as unhandled.
 */
export function later<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
