// What the suite shows values with, in a page.
export function inspect(value: unknown): string {
  return value instanceof Error ? String(value) : JSON.stringify(value);
}
