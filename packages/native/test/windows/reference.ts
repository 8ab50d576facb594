import type { Koffi } from '../../src/ffi/koffi.ts';
import koffi from 'koffi';
import { type NativeAdapter, nativeAdapter, type NativeAdapterOptions } from '../../src/index.ts';
import { ReferenceDll } from './reference-dll.ts';
import { assertNothingLeftOver } from './reference-harness.ts';

/** The reference P2P.dll that the runner has built. */
export function referencePath(): string {
  const path = process.env['BECKON_P2P_DLL'];
  if (path === undefined) {
    throw new Error('BECKON_P2P_DLL must be the path of the reference P2P.dll.');
  }
  return path;
}

export function referenceDll(): ReferenceDll {
  return new ReferenceDll(koffi satisfies Koffi, referencePath());
}

/** Runs a test with an open adapter. Afterwards the strict DLL must have nothing left over. */
export async function withAdapter(
  dll: ReferenceDll,
  run: (adapter: NativeAdapter) => Promise<void>,
  options: NativeAdapterOptions = {},
): Promise<void> {
  dll.reset();
  const errors: Error[] = [];
  const adapter = nativeAdapter({
    library: referencePath(),
    onTeardownError: (error) => errors.push(error),
    ...options,
  });
  await adapter.open();
  try {
    await run(adapter);
  } finally {
    while (dll.counters().startups > 0) await adapter.close();
  }
  if (errors.length > 0) throw new AggregateError(errors, 'errors on teardown');
  assertNothingLeftOver(dll);
}
