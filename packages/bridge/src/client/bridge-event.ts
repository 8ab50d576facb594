import { AutoResetEvent } from '@beckon/core';

/**
 * The client's end of an event. The host makes the real one when a call first brings this there, and
 * passes its signals on; the latch is here, so a signal that comes early waits for its subscriber.
 */
export class BridgeEvent extends AutoResetEvent {
  readonly id: number;
  readonly #onClose: (event: BridgeEvent) => void;
  /** Whether the host knows it. */
  isShared = false;

  constructor(id: number, onClose: (event: BridgeEvent) => void) {
    super();
    this.id = id;
    this.#onClose = onClose;
  }

  override close(): void {
    if (this.isClosed) return;
    super.close();
    this.#onClose(this);
  }
}
