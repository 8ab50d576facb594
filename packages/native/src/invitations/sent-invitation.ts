import type { CancelReason, InvitationResponse, Unanswered } from '@beckon/core';
import { checkContent, type InvitationHandle } from '@beckon/core/adapter';
import type { InvitationPointer } from '../ffi/handles.ts';
import { Held } from '../held/held.ts';
import type { Waiter } from '../signals/kernel-event.ts';
import type { NativeEvent } from '../signals/native-event.ts';
import type { InvitationCalls, Outcome } from './invitation-calls.ts';

/**
 * A sent invitation.
 *
 * Other invitations may share its kernel event. So at each signal it asks the DLL, and passes the signal on
 * only when the invitation has ended. It keeps the end of the invitation as its response, also when a cancel
 * comes later.
 */
export class SentInvitation extends Held implements InvitationHandle, Waiter {
  readonly #calls: InvitationCalls;
  readonly #handle: InvitationPointer;
  readonly #event: NativeEvent | undefined;
  #outcome: Outcome | undefined;
  #isCancelled = false;

  constructor(
    all: Set<Held>,
    calls: InvitationCalls,
    handle: InvitationPointer,
    event: NativeEvent | undefined,
  ) {
    super(all, 'InvitationHandle');
    this.#calls = calls;
    this.#handle = handle;
    this.#event = event;
    event?.addWaiter(this);
  }

  wake(): boolean {
    if (this.#ask() === undefined) return false;
    this.#event?.deleteWaiter(this);
    this.#event?.set();
    return true;
  }

  async response(): Promise<InvitationResponse | Unanswered> {
    this.checkOpen('response');
    const outcome = this.#ask();
    if (outcome === undefined) return 'pending';
    if ('error' in outcome) throw outcome.error;
    return outcome.response;
  }

  async cancel(reason: CancelReason): Promise<void> {
    if (this.isEnded) return;
    this.checkOpen('cancel');
    checkContent.cancelReason('InvitationHandle.cancel', reason);
    this.#cancel();
  }

  override end(): void {
    try {
      this.#cancel();
    } finally {
      void super.end();
    }
  }

  protected release(): void {
    this.#event?.deleteWaiter(this);
    this.#calls.close(this.#handle);
  }

  #ask(): Outcome | undefined {
    this.#outcome ??= this.#calls.read(this.#handle);
    return this.#outcome;
  }

  // Cancels once: the effect of a second cancel, or of a cancel after the answer, is not documented.
  #cancel(): void {
    if (this.#isCancelled || this.#outcome !== undefined) return;
    this.#isCancelled = true;
    this.#calls.cancel(this.#handle);
  }
}
