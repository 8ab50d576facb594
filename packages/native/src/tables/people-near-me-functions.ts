import type { PeopleNearMeFunctions } from '@beckon/core';
import { readEnumeration } from '../ffi/enumeration.ts';
import type { CurrentSession } from './current-session.ts';

export function peopleNearMeFunctions(current: CurrentSession): PeopleNearMeFunctions {
  return {
    async list() {
      const { peer, decode } = current('PeerCollabEnumPeopleNearMe').library;
      return readEnumeration(
        { peer, decode, read: decode.person },
        'PeerCollabEnumPeopleNearMe',
        (enumeration) => peer.PeerCollabEnumPeopleNearMe(enumeration),
      );
    },
  };
}
