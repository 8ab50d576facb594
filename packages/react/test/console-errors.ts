let written: jest.SpyInstance | undefined;

export function watchConsoleErrors(): void {
  written = jest.spyOn(console, 'error').mockImplementation(() => undefined);
}

/** Takes what React has written to the console, so that it does not fail the test; how often it wrote. */
export function expectedErrors(): number {
  const count = written?.mock.calls.length ?? 0;
  written?.mockClear();
  return count;
}

export function unexpectedErrors(): readonly unknown[] {
  return written?.mock.calls ?? [];
}
