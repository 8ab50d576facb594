import { CollaborationError } from '@beckon/core';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import type { FailureReason } from '../network/message.ts';

/** The error for the sender's app when the recipient's side has failed an invitation. */
export function failureError(to: string, reason: Exclude<FailureReason, 'internal'>): Error {
  switch (reason) {
    case 'unreachable':
      return errorFromHresult(`The invitation to ${to}`, hresultValue('PEER_E_CONNECTION_FAILED'));
    case 'notAuthenticated':
      return errorFromHresult(
        `The invitation to ${to}`,
        hresultValue('PEER_E_CONNECTION_NOT_AUTHENTICATED'),
      );
    case 'incompatible':
      return new CollaborationError(
        'INCOMPATIBLE',
        `The invitation to ${to} failed: the recipient does not have the application.`,
      );
  }
}
