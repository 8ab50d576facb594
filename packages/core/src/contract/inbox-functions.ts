import type {
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '../domain/received-invitation.ts';
import type { EventHandle } from './event-handle.ts';
import type { Registration } from './registration.ts';

/**
 * The recipient's functions. Absent on Windows, where the system shows invitations itself.
 * Invitations wait in the inbox while nobody is registered, until they expire. When two sides invite
 * each other for the same application, both have said yes: both invitations end accepted.
 */
export interface InboxFunctions {
  /**
   * Signals `event` when an invitation arrives or its status changes. Invitations that are pending
   * already are reported first. Each registration gets its own copy of everything. An invitation that
   * ends before its arrival has been taken may be left out, with its end.
   */
  register(event: EventHandle): PromiseLike<Registration<InboxChange>>;

  /** Where an invitation stands. Rejects with `NOT_FOUND` for an id that is not known (any more). */
  status(invitationId: string): PromiseLike<ReceivedInvitationStatus>;

  /**
   * Accepts an invitation and waits until the sender's side has taken the answer. Resolves with what
   * stands in the end: `accepted`, or what came first. Rejects with `CLOSED` when it was answered
   * already, `NOT_FOUND` when the id is not known.
   */
  accept(invitationId: string): PromiseLike<ReceivedInvitationStatus>;

  /** Declines an invitation; otherwise as {@link accept}. */
  decline(invitationId: string, message?: string): PromiseLike<ReceivedInvitationStatus>;
}

/** What has happened in the inbox. */
export type InboxChange =
  | { readonly type: 'arrived'; readonly invitation: ReceivedInvitation }
  | {
      readonly type: 'statusChanged';
      readonly invitationId: string;
      readonly status: ReceivedInvitationStatus;
    };
