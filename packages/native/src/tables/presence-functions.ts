import { CollaborationError, isCollaborationError } from '@beckon/core';
import { checkContent, type PresenceFunctions } from '@beckon/core/adapter';
import { encodeEndpoint, encodePresence } from '../ffi/encode.ts';
import type { CallsOf } from './operation-calls.ts';

export function presenceFunctions(callsOf: CallsOf): PresenceFunctions {
  return {
    async own() {
      const calls = callsOf('presence.own');
      try {
        return calls.read('PeerCollabGetPresenceInfo', [null], 'presence');
      } catch (cause) {
        // For a peer this result means that no data is at hand. This side has a presence while signed in.
        if (!isCollaborationError(cause, 'NOT_FOUND')) throw cause;
        const message = `${calls.operation}: there is no presence while signed out. Sign in first.`;
        throw new CollaborationError('NOT_SIGNED_IN', message, { cause });
      }
    },

    async setOwn(presence) {
      const calls = callsOf('presence.setOwn');
      checkContent.presence(calls.operation, presence);
      calls.run('PeerCollabSetPresenceInfo', encodePresence(presence));
    },

    async at(endpoint) {
      const calls = callsOf('presence.at');
      checkContent.endpoint(calls.operation, endpoint);
      const shape = encodeEndpoint(calls.operation, endpoint);
      return calls.read('PeerCollabGetPresenceInfo', [shape], 'presence');
    },
  };
}
