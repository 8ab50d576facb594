import { AutoResetEvent } from '@beckon/core/adapter';

/**
 * The client's end of an event. The host makes the real event at the first call that uses this one, and
 * passes its signals on. A signal that comes before its subscriber is kept here.
 */
export class BridgeEvent extends AutoResetEvent {
  /** The number of the event across the bridge. */
  readonly id: number;

  constructor(id: number, onClose: () => void) {
    super(onClose);
    this.id = id;
  }
}
