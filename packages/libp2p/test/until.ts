/** Resolves when something is so, and fails when it is not within 20 seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`It is not so: ${String(isSo)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
