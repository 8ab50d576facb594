import { isCollaborationError } from '@beckon/core';
import { limitReached } from '@beckon/core/adapter';

export interface Limit {
  readonly limit: number;
  /** The name of the things that are limited. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** Counts the present things. */
  readonly count: () => number;
}

/**
 * Turns a refusal into `LIMIT_REACHED` when the limit is reached. Beyond the limit, Windows says only that
 * an argument is not valid. Other errors are returned unchanged.
 */
export function explainLimit(
  error: unknown,
  operation: string,
  { limit, what, advice, count }: Limit,
): unknown {
  if (!isCollaborationError(error, 'INVALID_ARGUMENT') || count() < limit) return error;
  return limitReached(operation, limit, what, advice);
}
