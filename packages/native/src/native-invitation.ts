import {
  CollaborationError,
  type InvitationHandle,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import type { PeerFunctions } from './ffi/functions.ts';
import type { InvitationPointer } from './ffi/handles.ts';
import { succeeded } from './ffi/results.ts';
import type { NativeEvent, Waiter } from './native-event.ts';
import type { Outcome, ResponseReader } from './response-reader.ts';

/**
 * A sent invitation.
 *
 * It is a waiter at its event: a kernel event that is signalled may be shared, so it asks the DLL, and
 * passes the signal on only when the invitation has ended. What it ended with is kept: that is the
 * response from then on, also when a cancel comes after it.
 */
export class NativeInvitation implements InvitationHandle, Waiter {
  readonly #peer: PeerFunctions;
  readonly #reader: ResponseReader;
  readonly #handle: InvitationPointer;
  readonly #event: NativeEvent | undefined;
  readonly #onClosed: (invitation: NativeInvitation) => void;
  readonly #waiters: Set<Waiter> | undefined;
  #outcome: Outcome | undefined;
  #isCancelled = false;
  #isClosed = false;
  #isAbandoned = false;

  constructor(
    peer: PeerFunctions,
    reader: ResponseReader,
    handle: InvitationPointer,
    event: NativeEvent | undefined,
    onClosed: (invitation: NativeInvitation) => void,
  ) {
    this.#peer = peer;
    this.#reader = reader;
    this.#handle = handle;
    this.#event = event;
    this.#onClosed = onClosed;
    this.#waiters = event?.berth?.waiters;
    this.#waiters?.add(this);
  }

  wake(): void {
    if (this.#ask() === undefined) return;
    this.#stopWaiting();
    this.#event?.set();
  }

  async response(): Promise<InvitationResponse | Unanswered> {
    this.#checkOpen('response');
    const outcome = this.#ask();
    if (outcome === undefined) return 'pending';
    if ('error' in outcome) throw outcome.error;
    return outcome.response;
  }

  async cancel(): Promise<void> {
    if (this.#isAbandoned) return;
    this.#checkOpen('cancel');
    this.#cancel();
  }

  async close(): Promise<void> {
    if (this.#isAbandoned) return;
    this.#checkOpen('close');
    this.#isClosed = true;
    this.#onClosed(this);
    this.#closeHandle();
  }

  /**
   * Ends it because the adapter is closed: cancels it when it is pending, and closes it.
   *
   * @throws CollaborationError when the DLL refuses.
   */
  abandon(): void {
    this.#isAbandoned = true;
    try {
      this.#cancel();
    } finally {
      this.#closeHandle();
    }
  }

  #ask(): Outcome | undefined {
    this.#outcome ??= this.#reader.read(this.#handle);
    return this.#outcome;
  }

  // Once: what the DLL makes of a second one, or of one after the answer, is not documented.
  #cancel(): void {
    if (this.#isCancelled || this.#outcome !== undefined) return;
    this.#isCancelled = true;
    const result = this.#peer.PeerCollabCancelInvitation(this.#handle);
    succeeded('PeerCollabCancelInvitation', result);
  }

  #closeHandle(): void {
    this.#stopWaiting();
    const result = this.#peer.PeerCollabCloseHandle(this.#handle);
    succeeded('PeerCollabCloseHandle', result);
  }

  #stopWaiting(): void {
    this.#waiters?.delete(this);
  }

  #checkOpen(operation: string): void {
    if (this.#isAbandoned) {
      throw new CollaborationError('CLOSED', `${operation}: the native adapter has been closed.`);
    }
    if (this.#isClosed) {
      throw new CollaborationError('CLOSED', `${operation}: the invitation handle is closed.`);
    }
  }
}
