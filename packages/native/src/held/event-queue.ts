import type { CollaborationEvent } from '@beckon/core';
import type { ChangeQueue } from '@beckon/core/adapter';
import type { EventQueueHandle, Out, Pointer } from '../ffi/handles.ts';
import type { PeerLibrary } from '../ffi/library.ts';
import { consumeBlock } from '../ffi/peer-memory.ts';
import { NO_EVENT_DATA, succeeded, written } from '../ffi/results.ts';
import type { Waiter } from '../signals/kernel-event.ts';
import type { NativeEvent } from '../signals/native-event.ts';
import { Held } from './held.ts';

const OPERATION = 'ChangeQueue.next: PeerCollabGetEventData';

/** A queue of events at the DLL, for one set of filters. */
export class EventQueue extends Held implements ChangeQueue<CollaborationEvent>, Waiter {
  readonly #library: PeerLibrary;
  readonly #handle: EventQueueHandle;
  readonly #event: NativeEvent;

  constructor(all: Set<Held>, library: PeerLibrary, handle: EventQueueHandle, event: NativeEvent) {
    super(all, 'ChangeQueue');
    this.#library = library;
    this.#handle = handle;
    this.#event = event;
    event.addWaiter(this);
  }

  /** Passes the signal on unchecked: the consumer reads the queue until it is empty. */
  wake(): boolean {
    this.#event.set();
    return true;
  }

  async next(): Promise<CollaborationEvent | undefined> {
    this.checkOpen('next');
    const { peer, decode } = this.#library;
    const out: Out<Pointer> = [null];
    const result = succeeded(OPERATION, peer.PeerCollabGetEventData(this.#handle, out));
    // This success code alone tells an empty queue from an event.
    if (result === NO_EVENT_DATA) return undefined;
    return consumeBlock(peer, written(OPERATION, out), decode.event);
  }

  protected release(): void {
    this.#event.deleteWaiter(this);
    const result = this.#library.peer.PeerCollabUnregisterEvent(this.#handle);
    succeeded('ChangeQueue.close: PeerCollabUnregisterEvent', result);
  }
}
