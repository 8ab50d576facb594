import { CollaborationError } from '@beckon/core';
import { errorFromHresult, hresultValue, isFailedHresult } from '@beckon/core/hresults';
import type { Hresult } from './functions.ts';
import type { Out } from './handles.ts';

/** Success codes that mean something else than done. */
export const NO_EVENT_DATA = hresultValue('PEER_S_NO_EVENT_DATA');
export const NO_CONNECTIVITY = hresultValue('PEER_S_NO_CONNECTIVITY');
export const SUBSCRIPTION_EXISTS = hresultValue('PEER_S_SUBSCRIPTION_EXISTS');

/**
 * The result of `operation`, unsigned, when it means success.
 *
 * To be asked before any out-parameter is looked at: after a failure they hold anything.
 *
 * @throws CollaborationError for a failure.
 */
export function succeeded(operation: string, result: Hresult): number {
  if (isFailedHresult(result)) throw errorFromHresult(operation, result);
  return result >>> 0;
}

/** What a successful function wrote. @throws CollaborationError `PROTOCOL` when it wrote nothing. */
export function written<Value>(operation: string, [value]: Out<Value>): Value {
  if (value !== null) return value;
  throw new CollaborationError('PROTOCOL', `${operation} succeeded, but gave no result.`);
}
