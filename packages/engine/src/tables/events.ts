import { checkContent, type CollaborationEventFunctions } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** Changes of this side and of the peers that it watches. */
export function eventsTable(use: (operation: string) => Running): CollaborationEventFunctions {
  return {
    changes: async (filters, event) => {
      const { events, changes } = use('events.changes');
      checkContent.filters('events.changes', filters);
      const own = events.get('events.changes', event);
      const queue = changes.open(filters, () => own.set());
      return {
        next: async () => queue.take('ChangeQueue.next'),
        close: async () => queue.close('ChangeQueue.close'),
      };
    },
  };
}
