import { CollaborationError } from '@beckon/core';

/** The error of a call whose connection has ended. */
export function connectionEnded(operation: string): CollaborationError {
  return new CollaborationError(
    'CLOSED',
    `${operation}: the bridge was closed, or has lost its host. Pending invitations are withdrawn. Call open() or try again to connect anew.`,
  );
}
