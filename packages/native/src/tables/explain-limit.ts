import { isCollaborationError } from '@beckon/core';
import { limitReached } from '@beckon/core/adapter';

export interface Limit {
  readonly limit: number;
  /** What there are so many of, as words. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** How many there are. */
  readonly count: () => number;
}

/**
 * `LIMIT_REACHED` in place of a refusal, when the limit is reached. Windows says of one thing too many
 * only that an argument is not valid. Other errors are given back.
 */
export function explainLimit(
  error: unknown,
  operation: string,
  { limit, what, advice, count }: Limit,
): unknown {
  if (!isCollaborationError(error, 'INVALID_ARGUMENT') || count() < limit) return error;
  return limitReached(operation, limit, what, advice);
}
