import {
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  share,
  takeWhile,
  tap,
} from 'rxjs';
import { CAUGHT_UP, type CaughtUp, changeStream } from '../change-stream.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { InboxFunctions, ReceivedInvitationStatus } from '../contract/inbox.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { tableOf } from '../table-of.ts';
import { type IncomingInvitation, incomingInvitation } from './incoming-invitation.ts';

/**
 * Emits each invitation that others send to this side. Invitations that are pending already come first.
 *
 * Cold: each subscription opens a change queue at the adapter and gets its own copy of every invitation.
 * Unsubscribing closes the queue once no `status$` is subscribed any more; invitations stay
 * pending and can still be answered. Completes when the adapter is closed. Errors with
 * `NOT_SUPPORTED` when the adapter has no inbox (on Windows the system shows invitations itself),
 * and with `NOT_INITIALIZED` when it is not open.
 *
 * @example
 * ```ts
 * import { incomingInvitations, type CollaborationAdapter } from '@beckon/core';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * incomingInvitations(adapter).subscribe(async (invitation) => {
 *   const status = await invitation.accept();
 *   if (status.state === 'accepted') console.log('Join with', invitation.data);
 * });
 * ```
 */
export function incomingInvitations(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<IncomingInvitation> {
  const runtime = new Runtime(options);
  return defer(() =>
    invitationsOf(adapter, tableOf(adapter, 'inbox', 'incomingInvitations'), runtime),
  );
}

/** The invitations of one subscription. The stream and every `status$` share one change queue. */
function invitationsOf(
  adapter: CollaborationAdapter,
  inbox: InboxFunctions,
  runtime: Runtime,
): Observable<IncomingInvitation> {
  let isCaughtUp = false;
  const changes$ = changeStream(
    adapter,
    'incomingInvitations',
    (event) => inbox.changes(event),
    runtime,
  ).pipe(
    tap((change) => {
      if (change === CAUGHT_UP) isCaughtUp = true;
    }),
    finalize(() => {
      isCaughtUp = false;
    }),
    share(),
  );

  function statusOf(id: string): Observable<ReceivedInvitationStatus> {
    // The status is asked for after CAUGHT_UP, so that no change falls between the reply and the first signal.
    const caughtUp$ = defer(() => (isCaughtUp ? of<CaughtUp>(CAUGHT_UP) : EMPTY));
    return merge(changes$, caughtUp$).pipe(
      mergeMap((change) => {
        if (change === CAUGHT_UP) return inbox.status(id);
        const isOurs = change.type === 'statusChanged' && change.invitationId === id;
        return isOurs ? of(change.status) : EMPTY;
      }),
      distinctUntilChanged((a, b) => a.state === b.state),
      takeWhile(({ state }) => state === 'pending', true),
    );
  }

  return changes$.pipe(
    filter((change) => change !== CAUGHT_UP && change.type === 'arrived'),
    map(({ invitation }) => incomingInvitation(invitation, inbox, () => statusOf(invitation.id))),
  );
}
