import type { Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { RuntimeOptions } from '../runtime.ts';
import type { InvitationStatus } from './invitation-status.ts';
import type { InviteRequest } from './invite-request.ts';
import { observeInvitation } from './observe-invitation.ts';

/**
 * Invites a peer to run an application together.
 *
 * Cold: each subscription sends one invitation and emits its {@link InvitationStatus | statuses}:
 * `sending` on subscribe, `pending` when the adapter has the invitation, `delivered` where the adapter can
 * tell, then one final status, and completes. Every answer is a value, also `declined`. A failure errors
 * with a `CollaborationError`: `UNREACHABLE`, `REMOTE_ERROR`, `NOT_INITIALIZED` and the others of
 * `docs/ERRORS.md`. So `retry`, `catchError` and `timeout` compose.
 *
 * `firstValueFrom(invite(…))` gives `sending` and then takes the invitation back, because it unsubscribes
 * at the first value. The promise of the final status is `inviteAsync`.
 *
 * Unsubscribing before the answer cancels the invitation at the recipient and closes both handles,
 * also when the adapter has not replied yet. After the answer it only closes the handles.
 * `request.signal` and `request.expiresInMs` cancel too, and end with `cancelled` and `expired`. When an
 * answer and a cancel cross, the first to be processed at this side counts. The recipient is told which,
 * unless the connection is lost in that moment (decision 13).
 *
 * A contact without an endpoint is invited at all its endpoints at once. The first that accepts wins
 * and the others are cancelled. Without an acceptance the status is `declined` if any declined, else
 * `expired` if any expired, else the error of the first.
 *
 * @param adapter - An open adapter.
 * @throws RangeError at the call, when the message has more than 255 UTF-16 units, the data more than
 *   16 384 bytes, or a time is out of range.
 * @throws TypeError at the call, when the application id is not a GUID, or a part has the wrong form.
 * @see https://learn.microsoft.com/windows/win32/api/p2p/nf-p2p-peercollabasyncinviteendpoint
 * @example
 * ```ts
 * import { invite, type CollaborationAdapter } from '@beckon/core';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * invite(adapter, {
 *   to: { endpoint: { address: 'bob' } },
 *   applicationId: '{5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11}',
 *   message: 'Join my whiteboard?',
 * }).subscribe({
 *   next: (status) => console.log(status.state),
 *   error: (error) => console.error(error.code),
 * });
 * ```
 */
export function invite(
  adapter: CollaborationAdapter,
  request: InviteRequest,
  options: RuntimeOptions = {},
): Observable<InvitationStatus> {
  return observeInvitation('invite', adapter, request, options);
}
