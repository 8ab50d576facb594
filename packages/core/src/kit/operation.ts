import { CollaborationError } from '../errors/collaboration-error.ts';

/** A failure that an argument causes: what a TypeError or RangeError is at a function of core. */
export function invalidArgument(message: string, cause?: unknown): CollaborationError {
  return new CollaborationError('INVALID_ARGUMENT', message, cause === undefined ? {} : { cause });
}

/** A limit is reached. @param advice - What to do, as a sentence. */
export function limitReached(
  operation: string,
  limit: number,
  what: string,
  advice: string,
): CollaborationError {
  return new CollaborationError(
    'LIMIT_REACHED',
    `${operation}: the limit of ${limit} ${what} is reached. ${advice}`,
  );
}

/**
 * Runs checks of arguments for a table function.
 *
 * @throws CollaborationError `INVALID_ARGUMENT` in place of a TypeError or RangeError, which is its cause.
 */
export function checkingArguments<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      throw invalidArgument(error.message, error);
    }
    throw error;
  }
}
