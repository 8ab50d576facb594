import type { Contact } from './contacts.ts';
import type { Endpoint } from './endpoint.ts';
import type { ChangeQueue, EventHandle } from './event-handle.ts';
import type { Guid } from './guid.ts';

/** The sender of a received invitation. */
export interface Inviter {
  /** The endpoint that the invitation came from. Its `name` is the sender's own claim. */
  readonly endpoint: Endpoint;
  /** The person behind the endpoint, where the adapter knows one. */
  readonly contact?: Contact;
  /** Whether the sender has proven `contact.peerName` with its key. */
  readonly isVerified: boolean;
}

/** An invitation in the inbox, as plain data. */
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
 * The status of a received invitation.
 *
 * | state | meaning |
 * |---|---|
 * | `pending` | it can be answered |
 * | `accepted`, `declined` | answered, and the sender has the answer |
 * | `withdrawn` | the sender took it back, or is gone |
 * | `expired` | nobody answered in time |
 * | `failed` | the application could not be started here, and the sender's side has been told |
 * | `answeredElsewhere` | another subscriber, another endpoint of this person, or this side's own invitation to the sender answered it |
 */
export interface ReceivedInvitationStatus {
  readonly state:
    'pending' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'failed' | 'answeredElsewhere';
}

/**
 * Why this side cannot take up an invitation.
 *
 * | reason | the sender sees |
 * |---|---|
 * | `incompatible` | `INCOMPATIBLE`: the application is not here |
 * | `internal` | `REMOTE_ERROR`: the application is here, and cannot be started |
 */
export type InboxFailure = 'incompatible' | 'internal';

/** A change in the inbox. */
export type InboxChange =
  | { readonly type: 'arrived'; readonly invitation: ReceivedInvitation }
  | {
      readonly type: 'statusChanged';
      readonly invitationId: string;
      readonly status: ReceivedInvitationStatus;
    };

/**
 * The recipient's functions. The table is absent on Windows, where the system shows invitations itself.
 * Without a queue, invitations wait in the inbox until they expire. When two sides invite each other
 * for the same application, both have said yes, and both invitations end accepted. None of the functions
 * needs signing in.
 */
export interface InboxFunctions {
  /**
   * Opens a queue of the inbox's changes. It begins with the arrival of each invitation that is pending
   * already. Signals `event` when an invitation arrives or its status changes. When an invitation ends
   * while its arrival waits in the queue, the adapter may leave out both changes.
   */
  changes(event: EventHandle): PromiseLike<ChangeQueue<InboxChange>>;

  /**
   * The status of an invitation. Rejects with `NOT_FOUND` for an id that the inbox does not know, or
   * no longer knows.
   */
  status(invitationId: string): PromiseLike<ReceivedInvitationStatus>;

  /**
   * Accepts an invitation and waits until the sender's side has read the answer. Resolves with the final
   * status: `accepted`, or the end that came first. Rejects with `CLOSED` when the invitation was answered
   * already, also while that answer is under way, and with `NOT_FOUND` when the id is not known.
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

  /**
   * Ends an invitation that this side cannot take up, without an answer: the sender's `response()` reports
   * the failure. Waits for nobody. Resolves with `failed`, or with the end that came first; otherwise
   * rejects as {@link accept} does.
   */
  fail(invitationId: string, reason: InboxFailure): PromiseLike<ReceivedInvitationStatus>;
}
