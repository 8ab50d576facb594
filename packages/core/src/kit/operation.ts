import { CollaborationError } from '../errors/collaboration-error.ts';

/**
 * The error for a wrong argument of a table function; a function of core throws TypeError or
 * RangeError.
 */
export function invalidArgument(message: string, cause?: unknown): CollaborationError {
  return new CollaborationError('INVALID_ARGUMENT', message, cause === undefined ? {} : { cause });
}

/** The error for a limit that is reached. @param advice - What to do, as a sentence. */
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
