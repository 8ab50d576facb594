import { type IncomingInvitation, isCollaborationError } from '@beckon/core';
import type { Report } from './messages.ts';

export function receivedReport({ from, message, data }: IncomingInvitation): Report {
  return {
    type: 'received',
    from: from.contact?.peerName ?? from.endpoint.address,
    isVerified: from.isVerified,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
  };
}

/** What an error comes to that ended what an actor did. */
export function failureReport(error: unknown): Report {
  const code = isCollaborationError(error) ? error.code : 'UNKNOWN';
  return { type: 'failed', code, message: String(error) };
}
