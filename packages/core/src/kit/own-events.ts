import type { EventHandle } from '../contract/event-handle.ts';
import type { AutoResetEvent } from './auto-reset-event.ts';
import { invalidArgument } from './operation.ts';

/** The open events of one adapter. */
export class OwnEvents<Event extends AutoResetEvent = AutoResetEvent> {
  readonly #make: (onClose: () => void) => Event;
  readonly #events = new Map<EventHandle, Event>();

  /** @param make - Makes an event. The event calls `onClose` once, when it is closed. */
  constructor(make: (onClose: () => void) => Event) {
    this.#make = make;
  }

  create(): Event {
    const event: Event = this.#make(() => void this.#events.delete(event));
    this.#events.set(event, event);
    return event;
  }

  /**
   * The event behind a handle.
   *
   * @throws CollaborationError `INVALID_ARGUMENT` for a closed event, or an event of another adapter.
   */
  get(operation: string, handle: EventHandle): Event {
    const event = this.#events.get(handle);
    if (event !== undefined) return event;
    throw invalidArgument(
      `${operation}: event is closed, or was not made by createEvent() of this adapter.`,
    );
  }

  /** Closes all of them. */
  close(): void {
    for (const event of [...this.#events.values()]) event.close();
  }
}
