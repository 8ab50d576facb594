import { checkContent, type CollaborationEventFunctions } from '@beckon/core/adapter';
import type { TableCalls } from '../replies/table-calls.ts';

export function eventFunctions(table: TableCalls): CollaborationEventFunctions {
  return {
    changes: (filters, event) =>
      table.act('events.changes', (running) => {
        checkContent.filters('events.changes', filters);
        const signal = running.signalOf('events.changes', event);
        const queue = running.directory.events.open(filters, signal);
        return {
          next: () => table.calls.ask('ChangeQueue.next', () => queue.take('ChangeQueue.next')),
          close: () => table.calls.act('ChangeQueue.close', () => queue.close('ChangeQueue.close')),
        };
      }),
  };
}
