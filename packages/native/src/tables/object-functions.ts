import type { ObjectFunctions } from '@beckon/core';
import { encodeGuid, encodeObject, optionalEndpoint, optionalGuid } from '../ffi/encode.ts';
import { readEnumeration } from '../ffi/enumeration.ts';
import { succeeded } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function objectFunctions(current: CurrentSession): ObjectFunctions {
  return {
    async set(object) {
      const { peer } = current('PeerCollabSetObject').library;
      succeeded('PeerCollabSetObject', peer.PeerCollabSetObject(encodeObject(object)));
    },

    async delete(objectId) {
      const { peer } = current('PeerCollabDeleteObject').library;
      succeeded('PeerCollabDeleteObject', peer.PeerCollabDeleteObject(encodeGuid(objectId)));
    },

    async list(endpoint, objectId) {
      const { peer, decode } = current('PeerCollabEnumObjects').library;
      const shape = optionalEndpoint(endpoint);
      const id = optionalGuid(objectId);
      return readEnumeration(
        { peer, decode, read: decode.object },
        'PeerCollabEnumObjects',
        (enumeration) => peer.PeerCollabEnumObjects(shape, id, enumeration),
      );
    },
  };
}
