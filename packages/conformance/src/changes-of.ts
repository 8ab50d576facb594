import assert from 'node:assert/strict';
import type { CollaborationEvent, CollaborationEventFilter } from '@beckon/core';
import type { ChangeQueue, EventHandle } from '@beckon/core/adapter';
import { firstValueFrom } from 'rxjs';
import type { CaseContext } from './conformance-case.ts';

/** A change queue that a case reads. */
export interface Changes<Change> {
  readonly queue: ChangeQueue<Change>;
  /** The event of the queue. */
  readonly event: EventHandle;
  /** Gives the next change. Waits for a signal while there is none. */
  next(): Promise<Change>;
}

/**
 * Opens a change queue. When the case ends, the queue is closed, unless the case has done so, and
 * then its event.
 */
export async function changesOf<Change>(
  { adapter, after }: CaseContext,
  open: (event: EventHandle) => PromiseLike<ChangeQueue<Change>>,
): Promise<Changes<Change>> {
  const event = adapter.createEvent();
  after(() => event.close());
  const queue = await open(event);
  after(() => Promise.resolve(queue.close()).catch(() => undefined));
  return {
    queue,
    event,
    async next() {
      for (;;) {
        const change = await queue.next();
        if (change !== undefined) return change;
        // The event keeps a signal that has come in between.
        await firstValueFrom(event.signaled$);
      }
    },
  };
}

/** Opens a queue of collaboration events. */
export async function eventsOf(
  context: CaseContext,
  filters: readonly CollaborationEventFilter[],
): Promise<Changes<CollaborationEvent>> {
  const { events } = context.adapter;
  assert(events !== undefined, 'the case needs the table events');
  return changesOf(context, (event) => events.changes(filters, event));
}
