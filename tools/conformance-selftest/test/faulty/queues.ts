import type { ChangeQueue } from '@beckon/core/adapter';
import {
  type FaultyAdapter,
  instead,
  type MakeFaulty,
  withQueue,
  withTable,
} from '../faulty-adapter.ts';

type AlterQueue = <Change>(correct: ChangeQueue<Change>) => Partial<ChangeQueue<Change>>;

const withQueues = {
  inbox: (change: AlterQueue): MakeFaulty =>
    withTable('inbox', (correct) => ({
      async changes(event) {
        const queue = await correct.changes(event);
        return withQueue(queue, change(queue));
      },
    })),
  events: (change: AlterQueue): MakeFaulty =>
    withTable('events', (correct) => ({
      async changes(filters, event) {
        const queue = await correct.changes(filters, event);
        return withQueue(queue, change(queue));
      },
    })),
};

/** What can be wrong with every `ChangeQueue`. */
export function faultyQueues(table: 'inbox' | 'events'): readonly FaultyAdapter[] {
  return [
    {
      breaks: 'a second ChangeQueue.close() rejects with CLOSED',
      make: withQueues[table]((queue) => ({
        close: () =>
          instead(
            () => queue.close(),
            'CLOSED',
            () => undefined,
          ),
      })),
    },
    {
      breaks: 'ChangeQueue.next() rejects with CLOSED after close()',
      make: withQueues[table]((queue) => ({
        next: () =>
          instead(
            () => queue.next(),
            'CLOSED',
            () => undefined,
          ),
      })),
    },
    {
      breaks: 'a ChangeQueue that is held over the last close() may be closed',
      make: withQueues[table]((queue) => ({
        async close() {
          // Throws when the adapter is closed.
          await queue.next();
          await queue.close();
        },
      })),
    },
  ];
}
