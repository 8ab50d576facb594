import { AutoResetEvent, CollaborationError, type EventHandle } from '@beckon/core';

/** The events that one adapter has made, so that it can close what was left open. */
export class OwnedEvents {
  readonly #events = new Set<OwnedEvent>();

  create(): AutoResetEvent {
    const event = new OwnedEvent((closed) => this.#events.delete(closed));
    this.#events.add(event);
    return event;
  }

  /** @throws CollaborationError `INVALID_ARGUMENT` for an event that is not one of these. */
  own(operation: string, event: EventHandle): AutoResetEvent {
    if (event instanceof OwnedEvent) return event;
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `${operation}: the event was not made by createEvent() of this adapter.`,
    );
  }

  close(): void {
    for (const event of this.#events) event.close();
  }
}

class OwnedEvent extends AutoResetEvent {
  readonly #onClose: (event: OwnedEvent) => void;

  constructor(onClose: (event: OwnedEvent) => void) {
    super();
    this.#onClose = onClose;
  }

  override close(): void {
    super.close();
    this.#onClose(this);
  }
}
