import { AutoResetEvent } from '@beckon/core/adapter';
import { Subscription } from 'rxjs';

/** An event of a mock adapter. It ends the signals that are still to come when it is closed. */
export class MockEvent extends AutoResetEvent {
  readonly #toCome = new Subscription();

  /** The event ends `signal`, a timer that is to set it. */
  owns(signal: Subscription): void {
    this.#toCome.add(signal);
  }

  override close(): void {
    super.close();
    this.#toCome.unsubscribe();
  }
}
