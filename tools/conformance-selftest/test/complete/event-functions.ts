import type { CollaborationEvent, CollaborationEventFilter, Guid } from '@beckon/core';
import {
  AutoResetEvent,
  checkContent,
  type CollaborationEventFunctions,
  type EventHandle,
  invalidArgument,
  type Lifecycle,
} from '@beckon/core/adapter';
import type { Running } from './running.ts';

/** @param isOwn - Tells whether this adapter has made an event. */
export function eventFunctions(
  adapter: Lifecycle<Running>,
  isOwn: (event: EventHandle) => boolean,
): CollaborationEventFunctions {
  return {
    async changes(filters, event) {
      const { feed } = adapter.use('events.changes');
      checkContent.filters('events.changes', filters);
      if (!isOwn(event) || !(event instanceof AutoResetEvent) || event.isClosed) {
        throw invalidArgument('events.changes: event is closed, or belongs to another adapter.');
      }
      const wanted = filters.map((filter) => ({ ...filter }));
      const queue = feed.open(
        () => event.set(),
        [],
        (change) => wanted.some((filter) => isWanted(filter, change)),
      );
      return {
        next: async () => queue.take('ChangeQueue.next'),
        close: async () => queue.close('ChangeQueue.close'),
      };
    },
  };
}

function isWanted(
  { type, instanceId }: CollaborationEventFilter,
  change: CollaborationEvent,
): boolean {
  return type === change.type && (instanceId === undefined || instanceId === instanceOf(change));
}

function instanceOf(change: CollaborationEvent): Guid | undefined {
  switch (change.type) {
    case 'endpointApplicationChanged':
    case 'myApplicationChanged':
      return change.application?.id;
    case 'endpointObjectChanged':
    case 'myObjectChanged':
      return change.object?.id;
    default:
      return undefined;
  }
}
