/** Bytes that survive a garbage collection, on the heap and in buffers. Needs `--expose-gc`. */
export function retainedBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
