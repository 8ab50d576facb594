import type { InvitationStatus, InviteRequest } from '@beckon/core';

/** An invitation in flight, as it stands. A new object for each status; `id` stays. */
export interface SentInvitation {
  /** Unique under its provider: a key for lists. */
  readonly id: number;
  readonly request: InviteRequest;
  /** `sending`, `pending` or `delivered`. */
  readonly status: InvitationStatus;
  /** Takes it back. It stays in flight until that is done. */
  readonly cancel: () => void;
}
