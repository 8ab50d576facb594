import type { PeopleNearMeFunctions } from '@beckon/core/adapter';
import type { CallsOf } from './operation-calls.ts';

export function peopleNearMeFunctions(callsOf: CallsOf): PeopleNearMeFunctions {
  return {
    async list() {
      return callsOf('peopleNearMe.list').enumerate('PeerCollabEnumPeopleNearMe', [], 'person');
    },
  };
}
