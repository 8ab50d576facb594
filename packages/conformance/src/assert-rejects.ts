import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type CollaborationErrorCode, isCollaborationError } from '@beckon/core';

/** Asserts that a call rejects with `code`, and returns the message of the rejection. */
export async function assertRejects(
  call: () => PromiseLike<unknown>,
  code: CollaborationErrorCode,
  what: string,
): Promise<string> {
  const reason = await rejectionOf(call);
  assert(reason !== undefined, `${what} must reject with ${code}; it resolved`);
  assert(
    isCollaborationError(reason, code),
    `${what} must reject with ${code}; it rejected with ${inspect(reason)}`,
  );
  return reason.message;
}

/** The reason with which a call rejects. `undefined` when it resolves. */
export async function rejectionOf(call: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error ?? new Error('A rejection without a reason.');
  }
}
