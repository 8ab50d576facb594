import type { PeopleNearMeFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The people who are signed in on the local subnet. Only adapters with the option `nearMe` have this table. */
export function peopleNearMeTable(use: (operation: string) => Running): PeopleNearMeFunctions {
  return {
    list: async () => {
      const operation = 'peopleNearMe.list';
      return use(operation).engine.peopleNearMe?.list(operation) ?? [];
    },
  };
}
