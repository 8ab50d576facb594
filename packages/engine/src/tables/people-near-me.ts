import type { PeopleNearMeFunctions } from '@beckon/core/adapter';
import type { PeopleNearMe } from '../near-me/people-near-me.ts';

/** The people who are signed in on the local subnet. */
export function peopleNearMeTable(
  use: (operation: string) => { readonly peopleNearMe: PeopleNearMe },
): PeopleNearMeFunctions {
  return {
    list: async () => use('peopleNearMe.list').peopleNearMe.list('peopleNearMe.list'),
  };
}
