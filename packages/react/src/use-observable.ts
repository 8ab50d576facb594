import { useMemo, useState } from 'react';
import type { Observable } from 'rxjs';
import { asError } from './as-error.ts';
import type { StreamResult } from './stream-result.ts';
import { StreamSource } from './stream-source.ts';
import { type StreamOptions, useStream } from './use-stream.ts';

/** Options of {@link useObservable}. */
export interface UseObservableOptions<T, I, S> extends StreamOptions<T | I, S> {
  /** The value until the first is emitted; that of the first render holds. Default: `undefined`. */
  readonly initial?: I;
}

/**
 * The last value of any stream. Subscribes after the component is shown, once, also under StrictMode;
 * unsubscribes when it is removed or hidden. Another `stream$` begins anew, in the same render.
 *
 * Keep `stream$` between renders, with `useMemo` or outside the component: a new one each time is
 * subscribed each time. Do not pass `invite()`: showing the component would send. Needs no provider.
 *
 * @example
 * ```tsx
 * import type { IncomingInvitation } from '@beckon/core';
 * import { useObservable } from '@beckon/react';
 *
 * function Standing({ invitation }: { invitation: IncomingInvitation }) {
 *   const { value } = useObservable(invitation.status$);
 *   return <output>{value?.state}</output>;
 * }
 * ```
 */
export function useObservable<T, I = undefined, S = T | I>(
  stream$: Observable<T>,
  options: UseObservableOptions<T, I, S> = {},
): StreamResult<S> {
  const [initial] = useState(() => options.initial as I);
  const source = useMemo(
    () => new StreamSource<T | I>(stream$, initial, (thrown) => asError('useObservable', thrown)),
    [stream$, initial],
  );
  return useStream(source, options);
}
