import type { CollaborationError, InvitationStatus, InviteRequest } from '@beckon/core';
import type { Person } from '../people/person.ts';

/** An invitation that this page sends, or has sent last. */
export interface Calling {
  readonly person: Person;
  readonly request: InviteRequest;
  /** When the time to answer has passed, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly status: InvitationStatus;
  readonly error?: CollaborationError;
}

/** Whether an answer can still come. */
export function isUnderWay({ status, error }: Calling): boolean {
  return error === undefined && ['sending', 'pending', 'delivered'].includes(status.state);
}
