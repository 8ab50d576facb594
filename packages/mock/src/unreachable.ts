import { hresultValue } from '@beckon/core/hresults';
import type { InvitationId, UnreachableMessage } from './message.ts';

/** Nobody is there, or a policy does not want the sender to know that somebody is. */
export function unreachable(id: InvitationId): UnreachableMessage {
  return { kind: 'unreachable', id, hresult: hresultValue('PEER_E_CONNECTION_FAILED') };
}

/** Somebody is there, but not the contact that was meant. */
export function notAuthenticated(id: InvitationId): UnreachableMessage {
  return { kind: 'unreachable', id, hresult: hresultValue('PEER_E_CONNECTION_NOT_AUTHENTICATED') };
}
