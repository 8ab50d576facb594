import type { CollaborationAdapter } from '@beckon/core';
import { filter, NEVER, type Observable, skipWhile } from 'rxjs';

/** An adapter that loses its connection and finds it again, as that of `@beckon/bridge`. */
export interface ReconnectingAdapter extends CollaborationAdapter {
  /** Whether there is a connection: the present state on subscribe, then each change. */
  readonly isConnected$: Observable<boolean>;
}

/** Emits when an adapter that has lost its connection, or loses it, is connected again. Never, of other adapters. */
export function connectedAgain(
  adapter: (CollaborationAdapter & Partial<ReconnectingAdapter>) | undefined,
): Observable<boolean> {
  return adapter?.isConnected$?.pipe(skipWhile(Boolean), filter(Boolean)) ?? NEVER;
}
