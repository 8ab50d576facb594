import { CollaborationError, EMPTY_GUID, type Invitation, LIMITS } from '@beckon/core';

/**
 * Checks what the peer would take for a broken protocol. `invite` has done so before; these functions
 * can be called without it.
 *
 * @throws CollaborationError `INVALID_ARGUMENT`.
 */
export function checkContent(
  operation: string,
  { message, data, applicationId }: Partial<Invitation>,
): void {
  if (message !== undefined && message.length > LIMITS.messageUtf16Units) {
    throw invalid(
      `${operation}: message has ${message.length} UTF-16 units; the limit is ${LIMITS.messageUtf16Units}.`,
    );
  }
  if (message?.includes('\0') === true) throw invalid(`${operation}: message holds U+0000.`);
  if (data !== undefined && data.length > LIMITS.invitationDataBytes) {
    throw invalid(
      `${operation}: data has ${data.length} bytes; the limit is ${LIMITS.invitationDataBytes}.`,
    );
  }
  if (applicationId?.length !== EMPTY_GUID.length && applicationId !== undefined) {
    throw invalid(`${operation}: applicationId is not a GUID.`);
  }
  if (applicationId === EMPTY_GUID) throw invalid(`${operation}: applicationId is the empty GUID.`);
}

function invalid(message: string): CollaborationError {
  return new CollaborationError('INVALID_ARGUMENT', message);
}
