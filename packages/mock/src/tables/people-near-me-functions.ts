import type { PeopleNearMeFunctions } from '@beckon/core/adapter';
import type { TableCalls } from '../replies/table-calls.ts';

export function peopleNearMeFunctions(table: TableCalls): PeopleNearMeFunctions {
  return {
    list: () =>
      table.act('peopleNearMe.list', ({ directory }) => {
        directory.visibility.require('peopleNearMe.list', 'nearMe');
        return directory.peopleNearMe.list();
      }),
  };
}
