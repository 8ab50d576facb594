/** The codes of errors, stable within a major version. `docs/ERRORS.md` says for each code what to do. */
export const COLLABORATION_ERROR_CODES = Object.freeze([
  /** There is no connection, or the peer takes no invitations, or another peer is there. */
  'UNREACHABLE',
  /** The named thing does not exist. */
  'NOT_FOUND',
  /** The thing exists already. */
  'ALREADY_EXISTS',
  /** Sign in first. */
  'NOT_SIGNED_IN',
  /** The adapter has not been opened. */
  'NOT_INITIALIZED',
  /** The system below is missing, switched off or out of reach. */
  'SERVICE_UNAVAILABLE',
  /** The user, a group policy or a firewall does not allow it. */
  'NOT_AUTHORIZED',
  /** The recipient's side does not have the application. */
  'INCOMPATIBLE',
  /** The recipient's side failed; `hresult` holds the result that it gave. */
  'REMOTE_ERROR',
  /** An argument that the adapter cannot use. Nothing was sent. */
  'INVALID_ARGUMENT',
  /** A limit is reached: of the API, of the adapter, or of a bridge. Nothing was done. Release something, or wait. */
  'LIMIT_REACHED',
  /** The system below has no memory left. */
  'OUT_OF_MEMORY',
  /** This adapter cannot do it. */
  'NOT_SUPPORTED',
  /** The adapter, handle or invitation has ended. */
  'CLOSED',
  /** The peer broke the protocol. */
  'PROTOCOL',
  'UNKNOWN',
] as const);

export type CollaborationErrorCode = (typeof COLLABORATION_ERROR_CODES)[number];

export interface CollaborationErrorOptions extends ErrorOptions {
  /** The result that Windows, or the recipient's side, gave; unsigned. */
  readonly hresult?: number | undefined;
}

/**
 * A failure of beckon or of what lies below. Test the {@link code}, not the class: ESM and CommonJS
 * copies of this package have different classes, and errors lose theirs across a bridge.
 */
export class CollaborationError extends Error {
  override readonly name: string = 'CollaborationError';
  readonly code: CollaborationErrorCode;
  readonly hresult?: number;

  constructor(
    code: CollaborationErrorCode,
    message: string,
    options: CollaborationErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    if (options.hresult !== undefined) this.hresult = options.hresult;
  }
}

/** Whether `error` is a {@link CollaborationError} of any copy of this package; with `code`, of that code. */
export function isCollaborationError(
  error: unknown,
  code?: CollaborationErrorCode,
): error is CollaborationError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    'name' in error &&
    error.name === 'CollaborationError' &&
    (code === undefined || error.code === code)
  );
}

/**
 * `error` itself when it is a {@link CollaborationError}. Otherwise a new error with the code `UNKNOWN`: it
 * names `operation` and has `error` as its cause.
 */
export function toCollaborationError(operation: string, error: unknown): CollaborationError {
  if (isCollaborationError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new CollaborationError('UNKNOWN', `${operation} failed: ${reason}`, { cause: error });
}
