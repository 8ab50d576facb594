import type { CollaborationError, InvitationStatus, InviteRequest } from '@beckon/core';

/** Functions that hear of invitations which `useInvite` sends. Each invitation ends in one final status or one error. */
export interface InviteCallbacks {
  /** Hears of every status, also of those that React skips over. */
  readonly onStatus?: (status: InvitationStatus, request: InviteRequest) => void;
  /** Hears of the failure. */
  readonly onError?: (error: CollaborationError, request: InviteRequest) => void;
}
