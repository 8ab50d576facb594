import { CollaborationError } from '@beckon/core';
import { errorFromHresult, hresultValue, isFailedHresult } from '@beckon/core/hresults';
import type { Hresult } from './functions.ts';
import type { Out } from './handles.ts';

/** Success codes with a meaning of their own. */
export const NO_EVENT_DATA = hresultValue('PEER_S_NO_EVENT_DATA');
export const NO_CONNECTIVITY = hresultValue('PEER_S_NO_CONNECTIVITY');
export const SUBSCRIPTION_EXISTS = hresultValue('PEER_S_SUBSCRIPTION_EXISTS');

/**
 * The result of `operation`, unsigned, when it means success.
 *
 * The caller checks this before it reads an out-parameter: after a failure these may hold anything.
 *
 * @throws CollaborationError for a failure.
 */
export function succeeded(operation: string, result: Hresult): number {
  if (isFailedHresult(result)) throw errorFromHresult(operation, result);
  return result >>> 0;
}

/**
 * The value that a successful function wrote. @throws CollaborationError `PROTOCOL` when it wrote
 * nothing.
 */
export function written<Value>(operation: string, [value]: Out<Value>): Value {
  if (value !== null) return value;
  throw new CollaborationError('PROTOCOL', `${operation} succeeded, but gave no result.`);
}
