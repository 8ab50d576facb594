import { createGuid, type PersonNearMe } from '@beckon/core';
import {
  type FaultyAdapters,
  instead,
  tableOf,
  withCollaborationEvents,
  withMembers,
  withTable,
} from '../faulty-adapter.ts';

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
  ...[
    withTable('peopleNearMe', ({ list }) => ({
      async list() {
        await list();
        return [];
      },
    })),
    ...(['added', 'updated', 'deleted'] as const).map((change) =>
      withCollaborationEvents((event) =>
        event.type === 'peopleNearMeChanged' && event.change === change ? undefined : event,
      ),
    ),
    // Forgets who a person is when the name changes.
    withCollaborationEvents((event) =>
      event.type === 'peopleNearMeChanged' && event.person !== undefined
        ? { ...event, person: { ...event.person, id: createGuid() } }
        : event,
    ),
  ].map((make) => ({
    breaks: 'a peer that signs in near me comes, changes its name, and goes when it signs out',
    make,
  })),
  ...[
    withTable('visibility', () => ({ signIn: () => Promise.resolve({ isConnected: true }) })),
    withTable('visibility', () => ({ signOut: () => Promise.resolve() })),
    withTable('identity', () => ({ setName: () => Promise.resolve() })),
  ].map((make) => ({
    breaks:
      'this side comes near a peer when it signs in, changes its name, and goes when it signs out',
    make,
  })),
  {
    breaks: "list() has neither this side nor a peer that is signed in to 'internet' only",
    make: withTable('peopleNearMe', ({ list }, { identity }) => ({
      async list() {
        const people = await list();
        const [endpoint] = await identity.endpoints();
        if (endpoint === undefined) return people;
        return [...people, { id: createGuid(), nickname: await identity.name(), endpoint }];
      },
    })),
  },
  {
    breaks: 'a peer is not near any more after its adapter was closed',
    make: withMembers(() => ({ close: () => Promise.resolve() })),
  },
];
