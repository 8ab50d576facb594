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

/** The faulty adapters for the rules of every `ChangeQueue`. */
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
      breaks: 'ChangeQueue.close() resolves after the last close() of the adapter',
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
