import type { CollaborationEvent, CollaborationEventFilter } from '@beckon/core';
import { type ChangeQueue, isWanted, ownFilters } from '@beckon/core/adapter';
import type { EventQueueHandle, Out, Pointer } from '../ffi/handles.ts';
import type { PeerLibrary } from '../ffi/library.ts';
import { consumeBlock } from '../ffi/peer-memory.ts';
import { NO_EVENT_DATA, succeeded, written } from '../ffi/results.ts';
import type { Waiter } from '../signals/kernel-event.ts';
import type { NativeEvent } from '../signals/native-event.ts';
import { Held } from './held.ts';

const OPERATION = 'ChangeQueue.next: PeerCollabGetEventData';

export interface EventQueueInit {
  readonly handle: EventQueueHandle;
  readonly filters: readonly CollaborationEventFilter[];
  readonly event: NativeEvent;
}

/** A queue of events at the DLL, for one set of filters. The DLL knows no filters for one endpoint. */
export class EventQueue extends Held implements ChangeQueue<CollaborationEvent>, Waiter {
  readonly #library: PeerLibrary;
  readonly #handle: EventQueueHandle;
  readonly #event: NativeEvent;
  readonly #filters: readonly CollaborationEventFilter[];

  constructor(all: Set<Held>, library: PeerLibrary, { handle, filters, event }: EventQueueInit) {
    super(all, 'ChangeQueue');
    this.#library = library;
    this.#handle = handle;
    this.#event = event;
    this.#filters = ownFilters(filters);
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
    for (;;) {
      const out: Out<Pointer> = [null];
      const result = succeeded(OPERATION, peer.PeerCollabGetEventData(this.#handle, out));
      // This success code alone tells an empty queue from an event.
      if (result === NO_EVENT_DATA) return undefined;
      const event = consumeBlock(peer, written(OPERATION, out), decode.event);
      if (this.#filters.some((filter) => isWanted(filter, event))) return event;
    }
  }

  protected release(): void {
    this.#event.deleteWaiter(this);
    const result = this.#library.peer.PeerCollabUnregisterEvent(this.#handle);
    succeeded('ChangeQueue.close: PeerCollabUnregisterEvent', result);
  }
}
