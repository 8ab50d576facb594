import { type SelectOptions, selectorOf } from './select-options.ts';
import type { StreamResult } from './stream-result.ts';
import type { StreamSource } from './stream-source.ts';
import { throwIfWanted, type ThrowOnError } from './throw-on-error.ts';
import { useSnapshot } from './use-snapshot.ts';

/** Options of every hook over a stream. Those of the last render hold. */
export interface StreamOptions<T, S, E extends Error = Error> extends SelectOptions<T, S> {
  /** Default: false; the error is in the result. */
  readonly throwOnError?: ThrowOnError<E>;
}

/** Subscribes to `source` while the component is shown, and says how it stands. */
export function useStream<T, S, E extends Error>(
  source: StreamSource<T, E>,
  options: StreamOptions<T, S, E>,
): StreamResult<S, E> {
  const { isEqual = Object.is, throwOnError } = options;
  const select = selectorOf(options);
  const result = useSnapshot(
    source,
    (snapshot) => ({ ...snapshot, value: select(snapshot.value) }),
    (a, b) =>
      a.state === b.state &&
      a.error === b.error &&
      a.restart === b.restart &&
      isEqual(a.value, b.value),
  );
  throwIfWanted(result.error, throwOnError);
  return result;
}
