import { toCollaborationError } from '@beckon/core';

/** `thrown` itself when it is an error; otherwise a `CollaborationError` that names `operation`. */
export function asError(operation: string, thrown: unknown): Error {
  return thrown instanceof Error ? thrown : toCollaborationError(operation, thrown);
}
