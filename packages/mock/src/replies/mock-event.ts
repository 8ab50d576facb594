import { AutoResetEvent } from '@beckon/core/adapter';
import { Subscription } from 'rxjs';

/** An event of a mock adapter. Closing the event cancels the signals that are scheduled for it. */
export class MockEvent extends AutoResetEvent {
  readonly #scheduled = new Subscription();

  /** Cancels `signal`, a timer that will set this event, when the event is closed. */
  cancelOnClose(signal: Subscription): void {
    this.#scheduled.add(signal);
  }

  override close(): void {
    super.close();
    this.#scheduled.unsubscribe();
  }
}
