import { toCollaborationError } from '../errors/collaboration-error.ts';

/** Calls a table function once. Rejects with a `CollaborationError`. */
export async function asking<Reply>(
  operation: string,
  call: (operation: string) => PromiseLike<Reply>,
): Promise<Reply> {
  try {
    return await call(operation);
  } catch (error) {
    throw toCollaborationError(operation, error);
  }
}
