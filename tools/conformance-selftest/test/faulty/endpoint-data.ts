import { CollaborationError, type CollaborationErrorCode, type Endpoint } from '@beckon/core';
import type { EndpointDataFunctions, EndpointSubscription } from '@beckon/core/adapter';
import {
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  rememberingTheFirstPresence,
  tableOf,
  withCollaborationEvents,
  withMembers,
  withoutFailedRequests,
  withTable,
} from '../faulty-adapter.ts';

/** Replaces some functions of every subscription. */
const withSubscription = (
  change: (
    correct: EndpointSubscription,
    endpoint: Endpoint,
    endpointData: EndpointDataFunctions,
  ) => Partial<EndpointSubscription>,
): MakeFaulty =>
  withTable('endpointData', (correct) => ({
    async subscribe(endpoint) {
      const { isNew, close } = await correct.subscribe(endpoint);
      return { isNew, close, ...change({ isNew, close }, endpoint, correct) };
    },
  }));

/** Every request ends with `error`, or without one. */
const endingWith = (error: CollaborationErrorCode | undefined): MakeFaulty =>
  withCollaborationEvents((event) => {
    if (event.type !== 'requestStatusChanged') return event;
    const { type, endpoint } = event;
    return {
      type,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(error === undefined ? {} : { error }),
    };
  });

export const faultyEndpointData: FaultyAdapters = [
  {
    breaks: 'delete() does nothing when the data of the endpoint is not at hand',
    make: withTable('endpointData', () => ({
      delete: () => Promise.reject(new CollaborationError('NOT_FOUND', 'there is none')),
    })),
  },
  {
    breaks: 'contactCard() rejects with NOT_FOUND when the data of the endpoint is not at hand',
    make: withTable('endpointData', ({ contactCard }) => ({
      contactCard: (endpoint) =>
        instead(
          () => contactCard(endpoint),
          'NOT_FOUND',
          () => '',
        ),
    })),
  },
  {
    breaks: 'isNew() is true for the first subscription to an endpoint only',
    make: withSubscription(() => ({ isNew: async () => true })),
  },
  {
    breaks: 'isNew() is true again after the last subscription to an endpoint was closed',
    make: withSubscription(() => ({ close: async () => undefined })),
  },
  {
    breaks: 'a second EndpointSubscription.close() rejects with CLOSED',
    make: withSubscription(({ close }) => ({
      close: () => instead(close, 'CLOSED', () => undefined),
    })),
  },
  {
    breaks:
      'the last close() ends every subscription, and EndpointSubscription.close() resolves after it',
    make: withSubscription(({ close }, endpoint, { delete: drop }) => ({
      async close() {
        // Throws when the adapter is closed.
        await drop(endpoint);
        await close();
      },
    })),
  },
  {
    breaks:
      'the last close() ends every subscription, and EndpointSubscription.close() resolves after it',
    make: (correct) => {
      const seen = new Set<string>();
      return withSubscription((_subscription, { address }) => {
        const isNew = !seen.has(address);
        seen.add(address);
        return { isNew: async () => isNew };
      })(correct);
    },
  },
  ...[
    'refresh() of an empty address ends with an event that says UNREACHABLE',
    'subscribe() to an empty address ends with an event that says UNREACHABLE, and can be closed',
  ].map((breaks) => ({ breaks, make: endingWith(undefined) })),
  {
    breaks:
      'subscribe() to an empty address ends with an event that says UNREACHABLE, and can be closed',
    make: withSubscription(({ close }, { address }) => ({
      // Windows drops a failed subscription, and then has nothing to unsubscribe.
      async close() {
        await close();
        if (address === 'nobody') throw new CollaborationError('INVALID_ARGUMENT', 'there is none');
      },
    })),
  },
  {
    breaks: 'refresh() and subscribe() of a peer end with an event without an error',
    make: endingWith('UNREACHABLE'),
  },
  {
    breaks:
      'refresh() takes a snapshot: it stays as it is until the next refresh(), and delete() drops it',
    make: withTable('endpointData', () => ({ delete: () => Promise.resolve() })),
  },
  {
    breaks:
      'refresh() takes a snapshot: it stays as it is until the next refresh(), and delete() drops it',
    make: rememberingTheFirstPresence,
  },
  {
    breaks: 'the last EndpointSubscription.close() drops the data, and ends the events',
    make: withTable('endpointData', ({ subscribe }) => ({
      async subscribe(endpoint) {
        await subscribe(endpoint);
        return subscribe(endpoint);
      },
    })),
  },
  {
    // The first close() drops the data.
    breaks: 'the last EndpointSubscription.close() drops the data, and ends the events',
    make: withTable('endpointData', ({ subscribe }) => {
      let only: PromiseLike<EndpointSubscription> | undefined;
      return { subscribe: (endpoint) => (only ??= subscribe(endpoint)) };
    }),
  },
  {
    breaks: 'contactCard() gives the card of a peer that is watched',
    make: withTable('endpointData', ({ contactCard }, { identity }) => ({
      async contactCard(endpoint) {
        await contactCard(endpoint);
        return identity.card();
      },
    })),
  },
  {
    breaks: 'a peer that is signed out looks as if nobody were there',
    make: withoutFailedRequests,
  },
  {
    breaks: 'a peer that is signed out looks as if nobody were there',
    make: withTable('presence', ({ at }) => ({
      at: (endpoint) =>
        instead(
          () => at(endpoint),
          'NOT_FOUND',
          () => ({ status: 'offline' }),
        ),
    })),
  },
  {
    // Signs in by itself.
    breaks: 'this side looks as if nobody were there when it is signed out',
    make: withMembers((adapter) => ({
      async open() {
        await adapter.open();
        await tableOf(adapter, 'visibility').signIn('all');
      },
    })),
  },
  ...[
    withTable('visibility', ({ signIn }) => ({ signIn: () => signIn('all') })),
    withTable('contacts', ({ update }) => ({
      update: (contact) => update({ ...contact, canWatchMe: true }),
    })),
    withTable('contacts', ({ update }) => ({
      update: (contact) => update({ ...contact, canWatchMe: false }),
    })),
    withTable('contacts', ({ update }) => ({
      update: (contact) => update({ ...contact, isBlocked: false }),
    })),
  ].map((make) => ({
    breaks:
      "signed in to 'internet', this side shows itself to the contacts that can watch it, and to nobody else",
    make,
  })),
  {
    breaks: 'a contact that can watch this side no longer is told that the watch has ended',
    make: withTable('contacts', ({ update }) => ({
      update: async (contact) => (contact.canWatchMe === true ? update(contact) : undefined),
    })),
  },
  {
    breaks: 'a contact that is blocked is told that the watch has ended',
    make: withTable('contacts', ({ update }) => ({
      update: (contact) => update({ ...contact, isBlocked: false }),
    })),
  },
  ...[
    rememberingTheFirstPresence,
    withoutFailedRequests,
    withCollaborationEvents((event) =>
      event.type === 'endpointPresenceChanged' ? undefined : event,
    ),
  ].map((make) => ({ breaks: 'a peer that signs out is offline, and its watch has ended', make })),
  {
    breaks: 'those who watch this side are told when it signs out',
    make: withTable('visibility', () => ({ signOut: () => Promise.resolve() })),
  },
  {
    breaks: 'those who watch this side are told when its adapter is closed',
    make: withMembers(() => ({ close: () => Promise.resolve() })),
  },
];
