import {
  type CollaborationError,
  type ReceivedInvitation,
  type ReceivedInvitationStatus,
  toCollaborationError,
} from '@beckon/core';

/**
 * What a host has done.
 *
 * | type | meaning |
 * |---|---|
 * | `arrived` | a person is asked about the invitation |
 * | `launched` | it is accepted, and its program runs, or its activity was called |
 * | `launchFailed` | it was accepted here, and its program did not start: the inviter was told so |
 * | `ended` | it has ended without a launch |
 * | `fault` | something else went wrong; the host goes on |
 */
export type HostEvent =
  | { readonly type: 'arrived'; readonly invitation: ReceivedInvitation }
  | {
      readonly type: 'launched';
      readonly invitation: ReceivedInvitation;
      /** Absent when an activity of this process was called. */
      readonly program?: string;
      readonly pid?: number;
    }
  | {
      readonly type: 'launchFailed';
      readonly invitation: ReceivedInvitation;
      readonly error: CollaborationError;
    }
  | {
      readonly type: 'ended';
      readonly invitation: ReceivedInvitation;
      readonly status: ReceivedInvitationStatus;
    }
  | { readonly type: 'fault'; readonly error: CollaborationError };

export function faultOf(operation: string, error: unknown): HostEvent {
  return { type: 'fault', error: toCollaborationError(operation, error) };
}
