import { fromEvent, type Observable, share } from 'rxjs';

/** What beckon uses of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * All who wait for one signal share one listener, as Node warns of a leak when there are more than ten. The
 * listener goes with the last of them; what is kept here goes with the signal, and holds nothing but it.
 */
const aborts = new WeakMap<AbortSignalLike, Observable<unknown>>();

/** Emits when `signal` aborts, which it has not. Never completes. */
export function abortOf(signal: AbortSignalLike): Observable<unknown> {
  let abort$ = aborts.get(signal);
  if (abort$ === undefined) {
    abort$ = fromEvent(signal, 'abort').pipe(share());
    aborts.set(signal, abort$);
  }
  return abort$;
}
