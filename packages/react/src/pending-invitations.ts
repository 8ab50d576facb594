import {
  type CollaborationAdapter,
  type IncomingInvitation,
  incomingInvitations,
  type RuntimeOptions,
} from '@beckon/core';
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

/**
 * The incoming invitations that can be answered, the oldest first: the whole list again at each
 * change, at first empty. Cold; completes and errors as `incomingInvitations` does.
 */
export function pendingInvitations(
  adapter: CollaborationAdapter,
  options: RuntimeOptions,
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
