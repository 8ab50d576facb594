import { filter, firstValueFrom } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { RuntimeOptions } from '../runtime.ts';
import { type FinalInvitationStatus, isFinalInvitationStatus } from './invitation-status.ts';
import type { InviteRequest } from './invite-request.ts';
import { observeInvitation } from './observe-invitation.ts';

/**
 * Invites a peer at the call, and promises the final status: `accepted`, `declined`, `expired` or
 * `cancelled`. Use `invite` to follow the steps before. To take the invitation back, abort
 * `request.signal`; the promise then resolves with `cancelled`.
 *
 * Rejects with a `CollaborationError` when there is no answer, as the Observable of `invite`
 * errors. Wrong arguments reject too, with a `RangeError` or `TypeError`; then nothing was sent.
 *
 * @param adapter - An open adapter.
 * @example
 * ```ts
 * import { inviteAsync, type CollaborationAdapter } from '@beckon/core';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * const status = await inviteAsync(adapter, {
 *   to: { endpoint: { address: 'bob' } },
 *   applicationId: '{5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11}',
 * });
 * console.log(status.state === 'accepted' ? `at ${status.endpoint.address}` : status.state);
 * ```
 */
export async function inviteAsync(
  adapter: CollaborationAdapter,
  request: InviteRequest,
  options: RuntimeOptions = {},
): Promise<FinalInvitationStatus> {
  const status$ = observeInvitation('inviteAsync', adapter, request, options);
  return firstValueFrom(status$.pipe(filter(isFinalInvitationStatus)));
}
