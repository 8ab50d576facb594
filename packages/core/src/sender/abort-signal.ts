import { fromEvent, type Observable, share } from 'rxjs';

/** The part of an `AbortSignal` that beckon uses. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * All invitations with the same signal share one listener: Node warns of a leak when a signal has more
 * than ten. The last of these invitations removes the listener. An entry holds nothing else, and is
 * collected with its signal.
 */
const aborts = new WeakMap<AbortSignalLike, Observable<unknown>>();

/** Emits when `signal` aborts; it must not have aborted yet. Never completes. */
export function abortOf(signal: AbortSignalLike): Observable<unknown> {
  let abort$ = aborts.get(signal);
  if (abort$ === undefined) {
    abort$ = fromEvent(signal, 'abort').pipe(share());
    aborts.set(signal, abort$);
  }
  return abort$;
}
