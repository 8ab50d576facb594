import type { Observable } from 'rxjs';
import type { ReceivedInvitation, ReceivedInvitationStatus } from '../contract/inbox.ts';

/** An invitation that can be answered. It outlives the stream it came from. */
export interface IncomingInvitation extends ReceivedInvitation {
  /**
   * Where it stands: the present status first, then each change; completes after a status other than
   * `pending`, or when the adapter is closed. Cold, but all of one `incomingInvitations` subscription
   * share its change queue. Errors with `NOT_FOUND` when the adapter has forgotten the invitation.
   */
  readonly status$: Observable<ReceivedInvitationStatus>;

  /**
   * Accepts, and waits until the sender's side has it. Resolves with what stands in the end:
   * `accepted`, or `withdrawn`, `expired` or `answeredElsewhere` when that came first. Start the
   * activity only on `accepted`. Rejects with `CLOSED` when it was answered already, also while that
   * answer is under way.
   *
   * `message` and `data` go to the sender where the adapter can carry them (`invitations.carriesReply`),
   * else nowhere. Rejects with `RangeError` when `message` has more than 255 UTF-16 units, or `data` more
   * than 16 384 bytes.
   */
  accept(message?: string, data?: Uint8Array): Promise<ReceivedInvitationStatus>;

  /**
   * Declines; otherwise as {@link accept}. Rejects with `RangeError` when `message` has more than 255
   * UTF-16 units.
   */
  decline(message?: string): Promise<ReceivedInvitationStatus>;
}
