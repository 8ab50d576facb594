import {
  catchError,
  EMPTY,
  endWith,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  scan,
  startWith,
} from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { RuntimeOptions } from '../runtime.ts';
import type { IncomingInvitation } from './incoming-invitation.ts';
import { incomingInvitations } from './incoming-invitations.ts';

/**
 * The incoming invitations that can be answered, the oldest first. Emits the whole list, at first empty,
 * and again at each change. An invitation leaves the list when it is answered, withdrawn or expired; its
 * `status$` tells which.
 *
 * Cold; each subscription has one change queue at the adapter, and closes it on unsubscribe. Completes
 * and errors as {@link incomingInvitations} does.
 *
 * @example
 * ```ts
 * import { pendingInvitations, type CollaborationAdapter } from '@beckon/core';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * pendingInvitations(adapter).subscribe((invitations) => console.log(`${invitations.length} ringing`));
 * ```
 */
export function pendingInvitations(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly IncomingInvitation[]> {
  return incomingInvitations(adapter, options).pipe(
    mergeMap((invitation) =>
      invitation.status$.pipe(
        ignoreElements(),
        // The adapter has forgotten it: it cannot be answered any more.
        catchError(() => EMPTY),
        startWith(true),
        endWith(false),
        map((isPending) => ({ invitation, isPending })),
      ),
    ),
    scan(
      (pending: readonly IncomingInvitation[], { invitation, isPending }) =>
        isPending ? [...pending, invitation] : pending.filter((other) => other !== invitation),
      [],
    ),
    startWith([]),
  );
}
