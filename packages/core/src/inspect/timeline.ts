import type { CancelReason, Unanswered } from '../contract/invitations.ts';
import type { CollaborationErrorCode } from '../errors/collaboration-error.ts';
import type { InvitationStatus } from '../sender/invitation-status.ts';

/**
 * What has happened with one invitation, from the subscription to the last release: plain data, also as JSON. It
 * grows while the invitation goes on.
 */
export interface InvitationTimeline {
  /** The name of the adapter. */
  readonly adapter: string;
  /** The time of the scheduler at the subscription: milliseconds since 1970 with RxJS's `asyncScheduler`. */
  readonly startedAtMs: number;
  readonly request: RecordedRequest;
  readonly entries: readonly TimelineEntry[];
  /** How many calls, replies and signals were left out after the first 1 000 entries. */
  readonly omitted: number;
}

/** The size of a message and data; with the option `withContent` also the message and data themselves. */
export interface RecordedContent {
  readonly messageUnits?: number;
  readonly dataBytes?: number;
  readonly message?: string;
  readonly data?: readonly number[];
}

export interface RecordedRequest extends RecordedContent {
  /** The address and the peer name of whom the invitation is for, as far as the request names them. */
  readonly address?: string;
  readonly peerName?: string;
  readonly applicationId: string;
  readonly expiresInMs?: number;
  readonly pollIntervalMs?: number;
}

export interface RecordedError {
  readonly code: CollaborationErrorCode;
  readonly message: string;
  /** Unsigned. */
  readonly hresult?: number;
}

/** The calls that an invitation makes at the adapter. */
export type RecordedOperation =
  | 'createEvent'
  | 'EventHandle.close'
  | 'contacts.endpoints'
  | 'invitations.inviteEndpoint'
  | 'invitations.inviteContact'
  | 'InvitationHandle.response'
  | 'InvitationHandle.cancel'
  | 'InvitationHandle.close';

/** The adapter's reply to `InvitationHandle.response`. */
export interface RecordedResponse extends RecordedContent {
  readonly action: 'accepted' | 'declined' | 'expired' | 'error' | Unanswered;
  readonly hresult?: number;
  readonly invitationId?: string;
}

/** An entry's time is in milliseconds since the subscription, on a monotonic clock. */
export type TimelineEntry = { readonly atMs: number } & TimelineEvent;

/**
 * | type | what has happened |
 * |---|---|
 * | `status` | the subscriber got a status |
 * | `error` | the subscriber got an error |
 * | `left` | the subscriber has unsubscribed before the end |
 * | `call` | a function of the adapter was called |
 * | `reply` | the call has settled. `createEvent` and `EventHandle.close` have a reply only when they throw |
 * | `signal` | the adapter has signalled the event |
 * | `eventEnded` | the adapter has closed the event |
 *
 * A contact without an endpoint is invited at several endpoints: each is an `attempt`, counted from 0.
 */
export type TimelineEvent =
  | (RecordedContent & {
      readonly type: 'status';
      readonly state: InvitationStatus['state'];
      /** Which endpoint answered. */
      readonly address?: string;
    })
  | { readonly type: 'error'; readonly error: RecordedError }
  | { readonly type: 'left' }
  | {
      readonly type: 'call';
      /** Names the call within the timeline. */
      readonly call: number;
      readonly operation: RecordedOperation;
      readonly attempt?: number;
      readonly address?: string;
      readonly reason?: CancelReason;
    }
  | {
      readonly type: 'reply';
      readonly call: number;
      /** Why the call has failed. */
      readonly error?: RecordedError;
      readonly response?: RecordedResponse;
      /** Of `contacts.endpoints`. */
      readonly addresses?: readonly string[];
    }
  | { readonly type: 'signal' | 'eventEnded'; readonly attempt: number };
