import type { PersonNearMe } from '@beckon/core';
import { type FaultyAdapters, instead, tableOf, withTable } from '../faulty-adapter.ts';

export const faultyPeopleNearMe: FaultyAdapters = [
  {
    breaks: 'list() gives a list when signed in near me',
    make: withTable('peopleNearMe', () => ({
      list: () => Promise.resolve(new Set() as unknown as readonly PersonNearMe[]),
    })),
  },
  {
    breaks: 'list() rejects with NOT_SIGNED_IN when signed in to the internet scope only',
    make: withTable('peopleNearMe', ({ list }, adapter) => ({
      list: () =>
        instead(list, 'NOT_SIGNED_IN', async () =>
          (await tableOf(adapter, 'visibility').scope()) === 'none' ? list() : [],
        ),
    })),
  },
];
