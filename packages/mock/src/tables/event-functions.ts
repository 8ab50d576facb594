import type { CollaborationEvent, CollaborationEventFilter, Guid } from '@beckon/core';
import { checkContent, type CollaborationEventFunctions, ownEvent } from '@beckon/core/adapter';
import type { TableCalls } from '../replies/table-calls.ts';

export function eventFunctions(table: TableCalls): CollaborationEventFunctions {
  return {
    changes: (filters, event) =>
      table.act('events.changes', (running) => {
        checkContent.filters('events.changes', filters);
        const wanted = filters.map((filter) => ({ ...filter }));
        const queue = running.directory.events.open(
          running.signalOf('events.changes', event),
          [],
          (change) => wanted.some((filter) => isWanted(filter, change)),
        );
        return {
          next: () =>
            table.calls.ask('ChangeQueue.next', () => {
              const change = queue.take('ChangeQueue.next');
              return change === undefined ? undefined : ownEvent(change);
            }),
          close: () => table.calls.act('ChangeQueue.close', () => queue.close('ChangeQueue.close')),
        };
      }),
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
