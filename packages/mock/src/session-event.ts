import { AutoResetEvent } from '@beckon/core';
import { Subscription } from 'rxjs';

/** An event that takes what it owns with it when it is closed. */
export class SessionEvent extends AutoResetEvent {
  readonly #owned: Subscription;

  /** @param onClose - Called once. */
  constructor(onClose: () => void) {
    super();
    this.#owned = new Subscription(onClose);
  }

  /** Ends `subscription` with the event. */
  own(subscription: Subscription): void {
    this.#owned.add(subscription);
  }

  override close(): void {
    super.close();
    this.#owned.unsubscribe();
  }
}
