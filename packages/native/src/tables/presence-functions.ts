import type { PresenceFunctions } from '@beckon/core';
import { encodePresence, optionalEndpoint } from '../ffi/encode.ts';
import { readBlock } from '../ffi/peer-memory.ts';
import { succeeded } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function presenceFunctions(current: CurrentSession): PresenceFunctions {
  return {
    async get(endpoint) {
      const { peer, decode } = current('PeerCollabGetPresenceInfo').library;
      const shape = optionalEndpoint(endpoint);
      return readBlock(
        peer,
        'PeerCollabGetPresenceInfo',
        (presence) => peer.PeerCollabGetPresenceInfo(shape, presence),
        decode.presence,
      );
    },

    async set(presence) {
      const { peer } = current('PeerCollabSetPresenceInfo').library;
      const result = peer.PeerCollabSetPresenceInfo(encodePresence(presence));
      succeeded('PeerCollabSetPresenceInfo', result);
    },
  };
}
