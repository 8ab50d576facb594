import type { CollaborationEvent, CollaborationEventFilter, Guid } from '@beckon/core';
import { ChangeFeed, type ChangeQueue, ownEvent } from '@beckon/core/adapter';

/** Distributes collaboration events to the queues of the apps. */
export class CollaborationEvents {
  readonly #feed = new ChangeFeed<CollaborationEvent>();

  emit(event: CollaborationEvent): void {
    this.#feed.emit(event);
  }

  /** Opens a queue for all future events that match one of the filters. */
  open(
    filters: readonly CollaborationEventFilter[],
    signal: () => void,
  ): ChangeQueue<CollaborationEvent> {
    const wanted = filters.map((filter) => ({ ...filter }));
    const queue = this.#feed.open(signal, [], (event) =>
      wanted.some((filter) => matches(filter, event)),
    );
    return {
      next: async () => {
        const event = queue.take('ChangeQueue.next');
        return event === undefined ? undefined : ownEvent(event);
      },
      close: async () => queue.close('ChangeQueue.close'),
    };
  }

  /** Ends all queues. */
  close(): void {
    this.#feed.end();
  }
}

function matches(
  { type, instanceId }: CollaborationEventFilter,
  event: CollaborationEvent,
): boolean {
  return type === event.type && (instanceId === undefined || instanceId === instanceOf(event));
}

function instanceOf(event: CollaborationEvent): Guid | undefined {
  if ('application' in event) return event.application?.id;
  return 'object' in event ? event.object?.id : undefined;
}
