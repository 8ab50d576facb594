import type {
  CollaborationEvent,
  CollaborationEventFilter,
} from '../contract/collaboration-events.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Guid } from '../contract/guid.ts';
import { ChangeFeed } from './change-feed.ts';
import { ownEvent } from './own-copies.ts';

/** A queue of an {@link EventFeed}. An adapter makes a `ChangeQueue` of it, in its own kind of reply. */
export interface EventQueue {
  /**
   * The oldest event, or `undefined`. The event belongs to the caller.
   *
   * @throws CollaborationError as `FeedQueue.take`.
   */
  take(operation: string): CollaborationEvent | undefined;
  /** @throws CollaborationError as `FeedQueue.close`. */
  close(operation: string): void;
}

/**
 * Distributes collaboration events to any number of queues. An event of one endpoint costs nothing for the queues
 * that want the events of another one only.
 */
export class EventFeed {
  readonly #anywhere = new ChangeFeed<CollaborationEvent>();
  /** The queues that want the events of one endpoint only, by its address. */
  readonly #at = new Map<string, ChangeFeed<CollaborationEvent>>();

  /**
   * Opens a queue of the events from here on that match one of `filters`.
   *
   * @param signal - Called after each event.
   */
  open(filters: readonly CollaborationEventFilter[], signal: () => void): EventQueue {
    const wanted = ownFilters(filters);
    const address = commonAddress(wanted);
    const feed = address === undefined ? this.#anywhere : this.#feedAt(address);
    const queue = feed.open(signal, [], (event) =>
      wanted.some((filter) => isWanted(filter, event)),
    );
    return {
      take(operation) {
        const event = queue.take(operation);
        return event === undefined ? undefined : ownEvent(event);
      },
      close: (operation) => queue.close(operation),
    };
  }

  emit(event: CollaborationEvent): void {
    this.#anywhere.emit(event);
    const endpoint = endpointOf(event);
    if (endpoint !== undefined) this.#at.get(endpoint.address)?.emit(event);
  }

  /** Ends all queues, as the adapter is closed. */
  end(): void {
    for (const feed of [this.#anywhere, ...this.#at.values()]) feed.end();
    this.#at.clear();
  }

  #feedAt(address: string): ChangeFeed<CollaborationEvent> {
    const present = this.#at.get(address);
    if (present !== undefined) return present;
    const feed = new ChangeFeed<CollaborationEvent>(() => this.#at.delete(address));
    this.#at.set(address, feed);
    return feed;
  }
}

/** Copies filters: the app may change what it has passed. */
export function ownFilters(
  filters: readonly CollaborationEventFilter[],
): readonly CollaborationEventFilter[] {
  return filters.map(({ endpoint, ...filter }) =>
    endpoint === undefined ? filter : { ...filter, endpoint: { ...endpoint } },
  );
}

/** Whether an event matches a filter. */
export function isWanted(
  { type, instanceId, endpoint }: CollaborationEventFilter,
  event: CollaborationEvent,
): boolean {
  return (
    type === event.type &&
    (instanceId === undefined || instanceId === instanceOf(event)) &&
    (endpoint === undefined || endpoint.address === endpointOf(event)?.address)
  );
}

function commonAddress([first, ...rest]: readonly CollaborationEventFilter[]): string | undefined {
  const address = first?.endpoint?.address;
  return rest.every(({ endpoint }) => endpoint?.address === address) ? address : undefined;
}

function endpointOf(event: CollaborationEvent): Endpoint | undefined {
  return 'endpoint' in event ? event.endpoint : undefined;
}

function instanceOf(event: CollaborationEvent): Guid | undefined {
  if ('application' in event) return event.application?.id;
  return 'object' in event ? event.object?.id : undefined;
}
