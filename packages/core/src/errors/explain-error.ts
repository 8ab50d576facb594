import { type CollaborationErrorCode, isCollaborationError } from './collaboration-error.ts';

/** A sentence for a person, for each code. It names no address, no function and no number. */
export type ErrorSentences = Readonly<Record<CollaborationErrorCode, string>>;

/** The sentences of {@link explainError}, unless the caller has others. */
export const ENGLISH_SENTENCES: ErrorSentences = Object.freeze({
  UNREACHABLE:
    'Nobody could be reached there. They may be offline, or take no invitations right now.',
  NOT_FOUND: 'That is no longer there.',
  ALREADY_EXISTS: 'That is there already.',
  NOT_SIGNED_IN: 'Sign in first.',
  NOT_INITIALIZED: 'The connection to others is not ready yet. Try again in a moment.',
  SERVICE_UNAVAILABLE:
    'The service that connects you with others is not available on this device right now.',
  NOT_AUTHORIZED: 'This device does not allow that. Check its privacy and firewall settings.',
  INCOMPATIBLE: 'They do not have the app that is needed for this.',
  REMOTE_ERROR: 'Something went wrong on their side. They may try again.',
  INVALID_ARGUMENT: 'That cannot work as it is written. Check the address and the text.',
  LIMIT_REACHED: 'There is too much going on at once. Wait a moment, or finish something first.',
  OUT_OF_MEMORY: 'This device has no memory left for that.',
  NOT_SUPPORTED: 'That is not possible on this device.',
  CLOSED: 'The connection ended before that was done.',
  PROTOCOL: 'The other side sent something that this version does not understand.',
  UNKNOWN: 'Something went wrong.',
});

/**
 * A sentence that explains an error to a person. The message of an error is for developers: it names
 * functions and parameters.
 *
 * A `TypeError` or `RangeError` of a wrong argument is explained as `INVALID_ARGUMENT`. Anything else
 * that is not a `CollaborationError` is explained as `UNKNOWN`.
 *
 * @param sentences - Replace the English sentences, for some codes or for all.
 */
export function explainError(error: unknown, sentences: Partial<ErrorSentences> = {}): string {
  const code = codeOf(error);
  return sentences[code] ?? ENGLISH_SENTENCES[code];
}

function codeOf(error: unknown): CollaborationErrorCode {
  if (isCollaborationError(error)) {
    // A code of a later version has no sentence here.
    return Object.hasOwn(ENGLISH_SENTENCES, error.code) ? error.code : 'UNKNOWN';
  }
  return error instanceof TypeError || error instanceof RangeError ? 'INVALID_ARGUMENT' : 'UNKNOWN';
}
