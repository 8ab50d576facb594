import type { CollaborationEvent, CollaborationEventType } from '@beckon/core';
import {
  type ChangeQueue,
  COLLABORATION_EVENT_TYPES,
  type EventHandle,
} from '@beckon/core/adapter';
import {
  asView,
  type FaultyAdapters,
  type MakeFaulty,
  withCollaborationEvents,
  withQueue,
  withTable,
} from '../faulty-adapter.ts';
import { faultyQueues } from './queues.ts';

/** Drops all events of one type. */
const dropping = (type: CollaborationEventType): MakeFaulty =>
  withCollaborationEvents((event) => (event.type === type ? undefined : event));

const droppedTypes: Readonly<Record<string, CollaborationEventType>> = {
  'setting the own presence gives an event': 'myPresenceChanged',
  'publishing, replacing and withdrawing an object give events with its data': 'myObjectChanged',
  'registering and unregistering an application give events': 'myApplicationChanged',
  'setting the own name gives an event': 'myEndpointChanged',
  'watching and deleting a contact give events': 'watchListChanged',
  'signing in and out near me give events without a person': 'peopleNearMeChanged',
};

export const faultyEvents: FaultyAdapters = [
  {
    breaks: 'setting the own presence gives an event',
    make: withCollaborationEvents((event) =>
      event.type === 'myPresenceChanged' ? { type: event.type, change: event.change } : event,
    ),
  },
  ...faultyQueues('events'),
  ...Object.entries(droppedTypes).map(([breaks, type]) => ({ breaks, make: dropping(type) })),
  ...[asView, (data: Uint8Array) => Buffer.from(data)].map((alter) => ({
    breaks: 'publishing, replacing and withdrawing an object give events with its data',
    make: withCollaborationEvents((event) => {
      if (event.type !== 'myObjectChanged' || event.object === undefined) return event;
      return { ...event, object: { ...event.object, data: alter(event.object.data) } };
    }),
  })),
  {
    breaks: 'a queue has only events that match one of its filters, and only later ones',
    make: withTable('events', ({ changes }) => ({
      changes: (_filters, event) =>
        changes(
          COLLABORATION_EVENT_TYPES.map((type) => ({ type })),
          event,
        ),
    })),
  },
  {
    breaks: 'a queue has only events that match one of its filters, and only later ones',
    make: withTable('events', ({ changes }) => ({
      async changes(filters, event) {
        const queue = await changes(filters, event);
        let isFirst = true;
        return withQueue(queue, {
          async next() {
            if (!isFirst) return queue.next();
            isFirst = false;
            return { type: 'myPresenceChanged', change: 'updated', presence: { status: 'away' } };
          },
        });
      },
    })),
  },
  {
    breaks: 'a filter with an instance id matches only the object with that id',
    make: withTable('events', ({ changes }) => ({
      changes: (filters, event) =>
        changes(
          filters.map(({ type }) => ({ type })),
          event,
        ),
    })),
  },
  {
    breaks: 'a filter with an endpoint matches only the events of that endpoint',
    make: withTable('events', ({ changes }) => ({
      changes: (filters, event) =>
        changes(
          filters.map(({ endpoint: _ignored, ...filter }) => filter),
          event,
        ),
    })),
  },
  {
    breaks: 'each queue has its own copy, and closing one leaves the other open',
    make: (correct) => {
      let shared: PromiseLike<ChangeQueue<CollaborationEvent>> | undefined;
      return withTable('events', ({ changes }) => ({
        changes: (filters, event: EventHandle) => (shared ??= changes(filters, event)),
      }))(correct);
    },
  },
  ...[{ contact: { peerName: 'mallory' } }, { endpoint: { address: 'bob', name: 'before' } }].map(
    (wrong) => ({
      breaks:
        'a new name of a peer that is watched gives an event with its endpoint and its contact',
      make: withCollaborationEvents((event) =>
        event.type === 'endpointChanged' ? { ...event, ...wrong } : event,
      ),
    }),
  ),
  {
    breaks: 'a new name of this side gives an event to a peer that watches it',
    make: withTable('identity', () => ({ setName: () => Promise.resolve() })),
  },
];
