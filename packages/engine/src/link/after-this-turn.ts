/**
 * Calls `task` after the callbacks of the current input and the promises that they settle. Returns a function that
 * cancels it. A page has no such point in time: the task runs as a microtask there.
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

/** Functions that Node has and pages lack. */
interface Immediates {
  setImmediate(task: () => void): unknown;
  clearImmediate(immediate: unknown): void;
}
