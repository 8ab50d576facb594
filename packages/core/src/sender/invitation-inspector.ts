import type { Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { RuntimeOptions } from '../runtime.ts';
import type { InvitationStatus } from './invitation-status.ts';
import type { InviteRequest } from './invite-request.ts';
import type { InvitingAdapter } from './inviting-adapter.ts';

/** Stands between an invitation and both its adapter and its subscriber. */
export interface InvitationInspector {
  /**
   * Called at the call of `invite`. What it gives is what `invite` gives.
   *
   * @param inviteOver - The invitation, to be sent over the given adapter. Cold.
   * @param request - It has passed all checks.
   */
  observe(
    inviteOver: (adapter: InvitingAdapter) => Observable<InvitationStatus>,
    adapter: CollaborationAdapter,
    request: InviteRequest,
    options: RuntimeOptions,
  ): Observable<InvitationStatus>;
}
