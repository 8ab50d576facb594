import {
  type CancelReason,
  CollaborationError,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import { checkContent, type InvitationHandle, withOwnData } from '@beckon/core/adapter';
import type { Calls } from '../replies/calls.ts';
import type { RunningAdapter } from '../running-adapter.ts';
import type { SentInvitation } from './sent-invitation.ts';

/** The app's handle on an invitation. Once closed, its calls reject with `CLOSED`. */
export class SentInvitationHandle implements InvitationHandle {
  readonly #invitation: SentInvitation;
  readonly #running: RunningAdapter;
  readonly #calls: Calls;
  #isClosed = false;

  constructor(invitation: SentInvitation, running: RunningAdapter, calls: Calls) {
    this.#invitation = invitation;
    this.#running = running;
    this.#calls = calls;
  }

  response(): PromiseLike<InvitationResponse | Unanswered> {
    return this.#calls.ask('InvitationHandle.response', () => {
      this.#check('InvitationHandle.response');
      const response = this.#invitation.read();
      return typeof response === 'string' ? response : withOwnData(response);
    });
  }

  cancel(reason: CancelReason): PromiseLike<void> {
    return this.#calls.defer('InvitationHandle.cancel', (reply) => {
      checkContent.cancelReason('InvitationHandle.cancel', reason);
      if (this.#running.isClosed) return reply.resolve();
      this.#check('InvitationHandle.cancel');
      this.#invitation.cancel(reason, () => reply.resolve());
    });
  }

  close(): PromiseLike<void> {
    return this.#calls.act('InvitationHandle.close', () => {
      if (this.#running.isClosed) return;
      this.#check('InvitationHandle.close');
      this.#isClosed = true;
      // The recipient waits until its answer is read, although no app reads it any more.
      this.#invitation.readInAdvance();
    });
  }

  #check(operation: string): void {
    if (!this.#isClosed) return;
    throw new CollaborationError('CLOSED', `${operation}: the invitation handle is closed.`);
  }
}
