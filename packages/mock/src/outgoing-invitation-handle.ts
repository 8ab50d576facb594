import {
  type CancelReason,
  CollaborationError,
  type InvitationHandle,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import type { Calls } from './calls.ts';
import type { OutgoingInvitation } from './outgoing-invitation.ts';
import type { Reply } from './reply.ts';
import type { Session } from './session.ts';

/** The sender's handle on an invitation. Once closed, its calls reject with `CLOSED`. */
export class OutgoingInvitationHandle implements InvitationHandle {
  readonly #invitation: OutgoingInvitation;
  readonly #session: Session;
  readonly #calls: Calls;
  #isClosed = false;

  constructor(invitation: OutgoingInvitation, session: Session, calls: Calls) {
    this.#invitation = invitation;
    this.#session = session;
    this.#calls = calls;
  }

  response(): PromiseLike<InvitationResponse | Unanswered> {
    return this.#calls.ask('response', () => {
      this.#check('response');
      return this.#invitation.take();
    });
  }

  cancel(reason: CancelReason): PromiseLike<void> {
    return this.#calls.defer('cancel', (reply: Reply<void>) => {
      if (this.#session.isClosed) return reply.resolve();
      this.#check('cancel');
      this.#invitation.cancel(reason, () => reply.resolve());
    });
  }

  close(): PromiseLike<void> {
    return this.#calls.act('closeInvitation', () => {
      if (this.#session.isClosed) return;
      this.#check('close');
      this.#isClosed = true;
      // The recipient still waits for its answer to be taken.
      this.#invitation.discardResponse();
    });
  }

  #check(operation: string): void {
    if (!this.#isClosed) return;
    throw new CollaborationError('CLOSED', `${operation}: the invitation handle is closed.`);
  }
}
