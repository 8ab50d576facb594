/**
 * Calls `task` when what is happening now has been worked off: the callbacks of the same input and
 * the promises that they settle. Returns what takes it back. In a page there is no such point, and
 * the task runs with the next promise.
 */
export function afterThisTurn(task: () => void): () => void {
  const { setImmediate, clearImmediate } = globalThis as unknown as Partial<Immediates>;
  if (setImmediate !== undefined && clearImmediate !== undefined) {
    const immediate = setImmediate(task);
    return () => clearImmediate(immediate);
  }
  let isCancelled = false;
  queueMicrotask(() => {
    if (!isCancelled) task();
  });
  return () => {
    isCancelled = true;
  };
}

/** What Node has, and a page has not. */
interface Immediates {
  setImmediate(task: () => void): unknown;
  clearImmediate(immediate: unknown): void;
}
