import {
  COLLABORATION_ERROR_CODES,
  CollaborationError,
  type CollaborationErrorCode,
  toCollaborationError,
} from '@beckon/core';

/** An error as plain data. Stacks and causes stay where they are. */
export interface WireError {
  /** A code of `CollaborationError`, or the name of a class for wrong arguments. */
  readonly code: string;
  readonly message: string;
  readonly hresult?: number;
}

const argumentErrors = { RangeError, TypeError };

/** Keeps code, message and HRESULT of a `CollaborationError`, and the kind of a RangeError or TypeError; all else is `UNKNOWN`. */
export function encodeError(operation: string, error: unknown): WireError {
  for (const [code, Kind] of Object.entries(argumentErrors)) {
    if (error instanceof Kind) return { code, message: error.message };
  }
  const { code, message, hresult } = toCollaborationError(operation, error);
  return { code, message, ...(hresult === undefined ? {} : { hresult }) };
}

/** Makes the error anew. A code that this side does not know becomes `UNKNOWN`, with the code as its cause. */
export function decodeError({ code, message, hresult }: WireError): Error {
  if (code === 'RangeError' || code === 'TypeError') return new argumentErrors[code](message);
  const details = hresult === undefined ? {} : { hresult };
  return isKnown(code)
    ? new CollaborationError(code, message, details)
    : new CollaborationError('UNKNOWN', message, { ...details, cause: `code ${code}` });
}

function isKnown(code: string): code is CollaborationErrorCode {
  return (COLLABORATION_ERROR_CODES as readonly string[]).includes(code);
}
