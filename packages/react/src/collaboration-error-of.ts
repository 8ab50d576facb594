import { CollaborationError, toCollaborationError } from '@beckon/core';

/**
 * `thrown` itself when it is a `CollaborationError`. The `TypeError` or `RangeError` of a wrong argument
 * becomes `INVALID_ARGUMENT`, anything else `UNKNOWN`; both keep `thrown` as their cause.
 */
export function collaborationErrorOf(operation: string, thrown: unknown): CollaborationError {
  if (thrown instanceof TypeError || thrown instanceof RangeError) {
    return new CollaborationError('INVALID_ARGUMENT', thrown.message, { cause: thrown });
  }
  return toCollaborationError(operation, thrown);
}
