import {
  CollaborationError,
  type InboxChange,
  type InvitationResponse,
  type ReceivedInvitation,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import { type Observable, type SchedulerLike, Subject } from 'rxjs';
import { IncomingInvitation, type OnAnswered } from './incoming-invitation.ts';
import {
  type AnswerMessage,
  type FinalState,
  formatId,
  type InvitationId,
  type InvitationMessage,
  type Message,
} from './message.ts';
import type { Reply } from './reply.ts';
import { unreachable } from './unreachable.ts';

/** How many invitations that have ended an inbox remembers. */
const REMEMBERED_INVITATIONS = 1000;

/** What an inbox needs of its side. */
export interface InboxInit {
  readonly scheduler: SchedulerLike;
  readonly confirmationTimeoutMs: number;
  readonly send: (to: string, message: Message) => void;
}

/** The invitations that one side has received. */
export class Inbox {
  readonly #init: InboxInit;
  readonly #pending = new Map<string, IncomingInvitation>();
  readonly #ended = new Map<string, ReceivedInvitationStatus>();
  readonly #changes$ = new Subject<InboxChange>();
  readonly #replies = new Set<Reply<ReceivedInvitationStatus>>();

  /** What the app hears of. Hot; completes with {@link close}. */
  readonly changes$: Observable<InboxChange> = this.#changes$.asObservable();

  constructor(init: InboxInit) {
    this.#init = init;
  }

  /** Takes an invitation in, out of sight until {@link show}. */
  put(message: InvitationMessage): IncomingInvitation {
    const { scheduler, confirmationTimeoutMs } = this.#init;
    const invitation = new IncomingInvitation({
      message,
      scheduler,
      confirmationTimeoutMs,
      onEnd: (ended, state) => this.#onEnd(ended, state),
    });
    this.#pending.set(formatId(invitation.id), invitation);
    return invitation;
  }

  show(invitation: IncomingInvitation): void {
    if (!invitation.isPending || invitation.isShown) return;
    invitation.isShown = true;
    this.#changes$.next({ type: 'arrived', invitation: invitation.received() });
  }

  /** Pending invitations that the app hears of, the oldest first. */
  shown(): ReceivedInvitation[] {
    return [...this.#pending.values()]
      .filter(({ isShown }) => isShown)
      .map((invitation) => invitation.received());
  }

  /** The oldest invitation that can be answered, from an address, for an application. */
  findOpen(from: string, applicationId: string): IncomingInvitation | undefined {
    return [...this.#pending.values()].find(
      (invitation) =>
        invitation.isOpen && invitation.from === from && invitation.applicationId === applicationId,
    );
  }

  find(id: InvitationId): IncomingInvitation | undefined {
    return this.#pending.get(formatId(id));
  }

  status(operation: string, id: string): ReceivedInvitationStatus {
    const status = this.#pending.get(id)?.status ?? this.#ended.get(id);
    if (status === undefined) {
      throw new CollaborationError(
        'NOT_FOUND',
        `${operation}: no invitation ${JSON.stringify(id)} is known here.`,
      );
    }
    return status;
  }

  /** The app, or whoever stands for it, has the invitation. */
  markDelivered(id: string): void {
    const invitation = this.#pending.get(id);
    if (invitation?.markDelivered() !== true) return;
    this.#init.send(invitation.from, { kind: 'delivered', id: invitation.id });
  }

  /** Answers for the app; `reply` settles as that of `InboxFunctions.accept`. */
  answer(
    operation: string,
    id: string,
    response: InvitationResponse,
    reply: Reply<ReceivedInvitationStatus>,
  ): void {
    const invitation = this.#pending.get(id);
    const { state } = this.status(operation, id);
    if (invitation?.isOpen === true) {
      this.#replies.add(reply);
      this.sendAnswer(invitation, { response }, (status) => {
        this.#replies.delete(reply);
        reply.resolve(status);
      });
    } else if (state === 'pending' || state === 'accepted' || state === 'declined') {
      throw new CollaborationError(
        'CLOSED',
        `${operation}: the invitation ${JSON.stringify(id)} is answered already.`,
      );
    } else {
      reply.resolve({ state });
    }
  }

  /** Sends an answer to an open invitation; `onEnd` hears what stands in the end. */
  sendAnswer(
    invitation: IncomingInvitation,
    answer: Pick<AnswerMessage, 'response' | 'agreesTo'>,
    onEnd: OnAnswered,
  ): void {
    invitation.answering(onEnd);
    this.#init.send(invitation.from, { kind: 'answer', id: invitation.id, ...answer });
  }

  /** Forgets an invitation that nobody has seen. */
  discard(invitation: IncomingInvitation): void {
    invitation.drop();
    this.#pending.delete(formatId(invitation.id));
  }

  /** Gone: the senders hear that nobody is there any more. */
  close(): void {
    for (const invitation of this.#pending.values()) {
      invitation.drop();
      this.#init.send(invitation.from, unreachable(invitation.id));
    }
    this.#pending.clear();
    this.#ended.clear();
    for (const reply of this.#replies) {
      reply.reject(
        new CollaborationError(
          'CLOSED',
          'The adapter was closed before the sender had the answer.',
        ),
      );
    }
    this.#replies.clear();
    this.#changes$.complete();
  }

  #onEnd(invitation: IncomingInvitation, state: FinalState): void {
    const id = formatId(invitation.id);
    this.#pending.delete(id);
    this.#ended.set(id, { state });
    if (this.#ended.size > REMEMBERED_INVITATIONS) {
      const [oldest] = this.#ended.keys();
      if (oldest !== undefined) this.#ended.delete(oldest);
    }
    if (invitation.isShown) {
      this.#changes$.next({ type: 'statusChanged', invitationId: id, status: { state } });
    }
  }
}
