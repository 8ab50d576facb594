import { CollaborationError, type CollaborationEvent, type Registration } from '@beckon/core';
import type { Out, Pointer, RegistrationHandle } from './ffi/handles.ts';
import type { PeerLibrary } from './ffi/library.ts';
import { consumeBlock } from './ffi/peer-memory.ts';
import { NO_EVENT_DATA, succeeded, written } from './ffi/results.ts';
import type { NativeEvent, Waiter } from './native-event.ts';

/** A registration for events. Its signal is passed on as it is: whoever is woken drains the queue. */
export class NativeRegistration implements Registration<CollaborationEvent>, Waiter {
  readonly #library: PeerLibrary;
  readonly #handle: RegistrationHandle;
  readonly #event: NativeEvent;
  readonly #waiters: Set<Waiter> | undefined;
  readonly #onClosed: (registration: NativeRegistration) => void;
  #isClosed = false;
  #isAbandoned = false;

  constructor(
    library: PeerLibrary,
    handle: RegistrationHandle,
    event: NativeEvent,
    onClosed: (registration: NativeRegistration) => void,
  ) {
    this.#library = library;
    this.#handle = handle;
    this.#event = event;
    this.#onClosed = onClosed;
    this.#waiters = event.berth?.waiters;
    this.#waiters?.add(this);
  }

  wake(): void {
    this.#event.set();
  }

  async next(): Promise<CollaborationEvent | undefined> {
    this.#checkOpen('next');
    const { peer, decode } = this.#library;
    const out: Out<Pointer> = [null];
    const result = succeeded(
      'PeerCollabGetEventData',
      peer.PeerCollabGetEventData(this.#handle, out),
    );
    // A success code: only this tells the empty queue from an event.
    if (result === NO_EVENT_DATA) return undefined;
    return consumeBlock(peer, written('PeerCollabGetEventData', out), decode.event);
  }

  async close(): Promise<void> {
    if (this.#isAbandoned) return;
    this.#checkOpen('close');
    this.#isClosed = true;
    this.#onClosed(this);
    this.#unregister();
  }

  /** Ends it because the adapter is closed. @throws CollaborationError when the DLL refuses. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#unregister();
  }

  #unregister(): void {
    this.#waiters?.delete(this);
    const result = this.#library.peer.PeerCollabUnregisterEvent(this.#handle);
    succeeded('PeerCollabUnregisterEvent', result);
  }

  #checkOpen(operation: string): void {
    if (!this.#isClosed && !this.#isAbandoned) return;
    throw new CollaborationError('CLOSED', `${operation}: the event registration is closed.`);
  }
}
