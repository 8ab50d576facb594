import type { PeopleNearMeFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The people who are signed in on the local subnet. Only of an adapter that was made with `nearMe`. */
export function peopleNearMeTable(use: (operation: string) => Running): PeopleNearMeFunctions {
  return {
    list: async () => {
      const operation = 'peopleNearMe.list';
      return use(operation).engine.peopleNearMe?.list(operation) ?? [];
    },
  };
}
