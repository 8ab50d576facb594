/**
 * Marks a promise that the case awaits later. If the case fails before it awaits the promise, a
 * rejection of the promise is not reported as unhandled.
 */
export function later<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
