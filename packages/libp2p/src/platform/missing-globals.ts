/**
 * Supplies the globals that libp2p 3 needs and Node 20 lacks: `Promise.withResolvers`, and `WebSocket` to dial
 * WebSocket addresses. Existing globals are left alone. Supplied ones stay for the life of the process.
 */
export async function supplyMissingGlobals(): Promise<void> {
  if (!('withResolvers' in Promise)) supply(Promise, 'withResolvers', withResolvers);
  if (!('WebSocket' in globalThis)) supply(globalThis, 'WebSocket', (await import('ws')).WebSocket);
}

function supply(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: unknown) => void;
}

function withResolvers<T>(this: PromiseConstructor): Deferred<T> {
  const deferred: Partial<Deferred<T>> = {};
  deferred.promise = new this<T>((resolve, reject) => {
    deferred.resolve = resolve;
    deferred.reject = reject;
  });
  return deferred as Deferred<T>;
}
