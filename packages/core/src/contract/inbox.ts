import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { ChangeQueue, EventHandle } from './event-handle.ts';
import type { Guid } from './guid.ts';

/** Who sent an invitation. */
export interface Inviter {
  /** Where it came from; its `name` is the sender's own claim. */
  readonly endpoint: Endpoint;
  /** The identity behind the endpoint, where the adapter knows one. */
  readonly contact?: Contact;
  /** Whether the sender proved the identity in `contact` with its key. */
  readonly isVerified: boolean;
}

/** An invitation as it lies in the inbox. Plain data. */
export interface ReceivedInvitation {
  /** Names the invitation within its adapter. */
  readonly id: string;
  readonly from: Inviter;
  readonly applicationId: Guid;
  readonly message?: string;
  readonly data?: Uint8Array;
  /** When it expires, in milliseconds since 1970 by the clock of the recipient's adapter. */
  readonly expiresAt: number;
}

/**
 * Where a received invitation stands.
 *
 * | state | meaning |
 * |---|---|
 * | `pending` | it can be answered |
 * | `accepted`, `declined` | answered, and the sender has the answer |
 * | `withdrawn` | the sender took it back, or is gone |
 * | `expired` | nobody answered in time |
 * | `answeredElsewhere` | another subscriber, another endpoint of this person, or this side's own invitation to the sender answered it |
 */
export interface ReceivedInvitationStatus {
  readonly state:
    'pending' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'answeredElsewhere';
}

/** What has happened in the inbox. */
export type InboxChange =
  | { readonly type: 'arrived'; readonly invitation: ReceivedInvitation }
  | {
      readonly type: 'statusChanged';
      readonly invitationId: string;
      readonly status: ReceivedInvitationStatus;
    };

/**
 * The recipient's functions. The table is absent on Windows, where the system shows invitations itself.
 * Invitations wait in the inbox while there is no queue, until they expire. When two sides invite
 * each other for the same application, both have said yes: both invitations end accepted. None of the
 * functions needs signing in.
 */
export interface InboxFunctions {
  /**
   * What happens in the inbox from here on. Invitations that are pending already come first. Signals
   * `event` when an invitation arrives or its status changes. An invitation that ends before its
   * arrival has been taken may be left out, with its end.
   */
  changes(event: EventHandle): PromiseLike<ChangeQueue<InboxChange>>;

  /** Where an invitation stands. Rejects with `NOT_FOUND` for an id that is not known (any more). */
  status(invitationId: string): PromiseLike<ReceivedInvitationStatus>;

  /**
   * Accepts an invitation and waits until the sender's side has taken the answer. Resolves with what
   * stands in the end: `accepted`, or what came first. Rejects with `CLOSED` when the invitation was
   * answered already, also while that answer is under way, and with `NOT_FOUND` when the id is not known.
   *
   * @param message - For the sender: at most 255 UTF-16 units. See `InvitationFunctions.carriesReply`.
   * @param data - For the sender's application: at most 16 384 bytes.
   */
  accept(
    invitationId: string,
    message?: string,
    data?: Uint8Array,
  ): PromiseLike<ReceivedInvitationStatus>;

  /** Declines an invitation; otherwise as {@link accept}. */
  decline(invitationId: string, message?: string): PromiseLike<ReceivedInvitationStatus>;
}
