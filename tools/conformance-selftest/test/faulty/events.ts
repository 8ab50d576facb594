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

/** Tells nothing of one type. */
const leavingOut = (type: CollaborationEventType): MakeFaulty =>
  withCollaborationEvents((event) => (event.type === type ? undefined : event));

const silentAbout: Readonly<Record<string, CollaborationEventType>> = {
  'setting own presence is told': 'myPresenceChanged',
  'publishing, replacing and withdrawing an object is told, with its data': 'myObjectChanged',
  'registering and unregistering an application is told': 'myApplicationChanged',
  'setting the name of this endpoint is told': 'myEndpointChanged',
  'watching a contact is told, and deleting one': 'watchListChanged',
  'signing in and out near me is told, as a change without a person': 'peopleNearMeChanged',
};

export const faultyEvents: FaultyAdapters = [
  {
    breaks: 'setting own presence is told',
    make: withCollaborationEvents((event) =>
      event.type === 'myPresenceChanged' ? { type: event.type, change: event.change } : event,
    ),
  },
  ...faultyQueues('events'),
  ...Object.entries(silentAbout).map(([breaks, type]) => ({ breaks, make: leavingOut(type) })),
  ...[asView, (data: Uint8Array) => Buffer.from(data)].map((alter) => ({
    breaks: 'publishing, replacing and withdrawing an object is told, with its data',
    make: withCollaborationEvents((event) => {
      if (event.type !== 'myObjectChanged' || event.object === undefined) return event;
      return { ...event, object: { ...event.object, data: alter(event.object.data) } };
    }),
  })),
  {
    breaks: 'a queue has what matches one of its filters only, and nothing from before it',
    make: withTable('events', ({ changes }) => ({
      changes: (_filters, event) =>
        changes(
          COLLABORATION_EVENT_TYPES.map((type) => ({ type })),
          event,
        ),
    })),
  },
  {
    breaks: 'a queue has what matches one of its filters only, and nothing from before it',
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
    breaks: 'a filter with an instance id lets only that object through',
    make: withTable('events', ({ changes }) => ({
      changes: (filters, event) =>
        changes(
          filters.map(({ type }) => ({ type })),
          event,
        ),
    })),
  },
  {
    breaks: 'each queue has its own copy; closing one leaves the other',
    make: (correct) => {
      let shared: PromiseLike<ChangeQueue<CollaborationEvent>> | undefined;
      return withTable('events', ({ changes }) => ({
        changes: (filters, event: EventHandle) => (shared ??= changes(filters, event)),
      }))(correct);
    },
  },
];
