import {
  COLLABORATION_ERROR_CODES,
  CollaborationError,
  type CollaborationErrorCode,
  toCollaborationError,
} from '@beckon/core';

/** A `CollaborationError` as plain data. Stacks and causes stay where they are. */
export interface WireError {
  /** A code of `CollaborationError`. */
  readonly code: string;
  readonly message: string;
  readonly hresult?: number;
}

/** Keeps code, message and HRESULT. An error of any other class becomes `UNKNOWN`, and names `operation`. */
export function encodeError(operation: string, error: unknown): WireError {
  const { code, message, hresult } = toCollaborationError(operation, error);
  return { code, message, ...(hresult === undefined ? {} : { hresult }) };
}

/** Makes the error anew. A code that this side does not know becomes `UNKNOWN`, with the code as its cause. */
export function decodeError({ code, message, hresult }: WireError): CollaborationError {
  return isKnown(code)
    ? new CollaborationError(code, message, { hresult })
    : new CollaborationError('UNKNOWN', message, { hresult, cause: `code ${code}` });
}

function isKnown(code: string): code is CollaborationErrorCode {
  return (COLLABORATION_ERROR_CODES as readonly string[]).includes(code);
}
