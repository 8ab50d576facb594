import { CollaborationError, type ReceivedInvitationStatus } from '@beckon/core';
import {
  ChangeFeed,
  type FeedQueue,
  type InboxChange,
  type InboxFailure,
} from '@beckon/core/adapter';
import type { Subscription } from 'rxjs';
import {
  type AnswerMessage,
  type FailureDetails,
  type FailureReason,
  formatId,
  type InvitationId,
  type InviteMessage,
  type Message,
} from '../network/message.ts';
import type { NetworkServices } from '../network/network-services.ts';
import type { Reply } from '../replies/reply.ts';
import { ArrivedInvitation, type FinalState, type OnAnswered } from './arrived-invitation.ts';

/** How long a closed inbox waits for the sender's word about an answer that is on its way, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

/** The number of ended invitations that an inbox remembers. */
const REMEMBERED_INVITATIONS = 1000;

/** The arguments of {@link Inbox}. */
export interface InboxInit {
  /** The contact that the inbox belongs to. */
  readonly peerName: string;
  readonly network: NetworkServices;
  readonly send: (to: string, message: Message) => void;
  /** Called when an invitation has ended accepted, before its change. */
  readonly onAccepted: (invitation: ArrivedInvitation) => void;
}

/** An answer of the app that the sender's side may not have read yet. */
interface AnswerOnItsWay {
  readonly operation: string;
  readonly invitation: ArrivedInvitation;
}

/** The invitations that one side has received. */
export class Inbox {
  readonly #init: InboxInit;
  readonly #pending = new Map<string, ArrivedInvitation>();
  readonly #ended = new Map<string, ReceivedInvitationStatus>();
  readonly #changes = new ChangeFeed<InboxChange>();
  /** The replies that wait until the sender's side has read the answer. */
  readonly #waiting = new Map<Reply<ReceivedInvitationStatus>, AnswerOnItsWay>();
  /** The end of a closed inbox, while answers are on their way. */
  #closing: { readonly onGone: () => void; readonly grace: Subscription } | undefined;

  constructor(init: InboxInit) {
    this.#init = init;
  }

  /**
   * Stores an invitation. The app does not see it before {@link show}.
   *
   * @returns `undefined` when the invitation is for another contact, or has expired.
   */
  put(message: InviteMessage): ArrivedInvitation | undefined {
    const { peerName, network } = this.#init;
    if (message.peerName !== undefined && message.peerName !== peerName) {
      this.#fail(message.from.endpoint.address, message.id, 'notAuthenticated');
      return undefined;
    }
    const remainingMs = message.endsAt - network.now();
    // The sender needs no message: the invitation has expired there as well.
    if (remainingMs <= 0) return undefined;
    const invitation = new ArrivedInvitation({
      message,
      remainingMs,
      network,
      onEnd: (ended, state) => this.#onEnd(ended, state),
    });
    this.#pending.set(formatId(invitation.id), invitation);
    return invitation;
  }

  show(invitation: ArrivedInvitation): void {
    if (!invitation.isPending || invitation.arrival !== undefined) return;
    invitation.arrival = { type: 'arrived', invitation: invitation.received() };
    this.#changes.emit(invitation.arrival);
  }

  /** Opens a queue of changes. The arrivals of pending invitations come first. */
  open(signal: () => void): FeedQueue<InboxChange> {
    const arrivals = [...this.#pending.values()].map(({ arrival }) => arrival);
    return this.#changes.open(
      signal,
      arrivals.filter((arrival) => arrival !== undefined),
    );
  }

  /** The oldest invitation that can be answered, from an address, for an application. */
  findOpen(from: string, applicationId: string): ArrivedInvitation | undefined {
    return [...this.#pending.values()].find(
      (invitation) =>
        invitation.isOpen && invitation.from === from && invitation.applicationId === applicationId,
    );
  }

  find(id: InvitationId): ArrivedInvitation | undefined {
    return this.#pending.get(formatId(id));
  }

  /**
   * @throws CollaborationError with `NOT_FOUND` for an id that the app has not seen, or that is
   * forgotten.
   */
  status(operation: string, id: string): ReceivedInvitationStatus {
    const status = this.#findShown(id)?.status ?? this.#ended.get(id);
    if (status !== undefined) return status;
    throw new CollaborationError(
      'NOT_FOUND',
      `${operation}: no invitation ${JSON.stringify(id)} is known here.`,
    );
  }

  /** Tells the sender that the app, or the script in its place, has the invitation. */
  markDelivered(id: string): void {
    const invitation = this.#pending.get(id);
    if (invitation?.markDelivered() !== true) return;
    this.#init.send(invitation.from, { kind: 'delivered', id: invitation.id });
  }

  /** Answers for the app. `reply` settles as the reply of `InboxFunctions.accept` does. */
  answer(
    operation: string,
    id: string,
    answer: AnswerMessage['answer'],
    reply: Reply<ReceivedInvitationStatus>,
  ): void {
    const invitation = this.#findOpenShown(operation, id);
    if (invitation !== undefined) {
      this.#waiting.set(reply, { operation, invitation });
      this.sendAnswer(invitation, { answer }, (status) => {
        this.#waiting.delete(reply);
        reply.resolve(status);
        if (this.#waiting.size === 0) this.#gone();
      });
    } else {
      reply.resolve(this.status(operation, id));
    }
  }

  /** Ends an invitation for the app, which cannot take it up. Gives the status that stands in the end. */
  fail(operation: string, id: string, reason: InboxFailure): ReceivedInvitationStatus {
    const invitation = this.#findOpenShown(operation, id);
    if (invitation !== undefined) this.breakDown(invitation, reason);
    return this.status(operation, id);
  }

  /** Sends an answer to an open invitation. `onEnd` is called with the final status. */
  sendAnswer(
    invitation: ArrivedInvitation,
    answer: Pick<AnswerMessage, 'answer' | 'agreesTo'>,
    onEnd: OnAnswered,
  ): void {
    invitation.answering(answer.answer.action, onEnd);
    this.#init.send(invitation.from, { kind: 'answer', id: invitation.id, ...answer });
  }

  /** Forgets an invitation without a final status, and tells its sender the reason. */
  refuse(invitation: ArrivedInvitation, reason: FailureReason): void {
    invitation.drop();
    this.#pending.delete(formatId(invitation.id));
    this.#fail(invitation.from, invitation.id, reason);
  }

  /** Ends an invitation because this side has failed, and tells its sender. */
  breakDown(invitation: ArrivedInvitation, reason: InboxFailure, details?: FailureDetails): void {
    this.#fail(invitation.from, invitation.id, reason, details);
    invitation.end('failed');
  }

  /**
   * Closes the inbox. The senders are told that nobody is there any more. Answers that are on their way
   * wait for the senders' word for at most a second: a sender may have read its answer already.
   *
   * @param onGone - Called once, when nothing is waited for any more.
   */
  close(onGone: () => void): void {
    const answered = new Set([...this.#waiting.values()].map(({ invitation }) => invitation));
    for (const invitation of [...this.#pending.values()]) {
      if (!answered.has(invitation)) this.refuse(invitation, 'unreachable');
    }
    this.#ended.clear();
    this.#changes.end();
    if (answered.size === 0) return onGone();
    const { scheduler } = this.#init.network;
    const grace = scheduler.schedule(() => this.end(), CLOSE_GRACE_MS);
    this.#closing = { onGone, grace };
  }

  /** Ends a closed inbox at once. Answers that are still on their way fail with `CLOSED`. */
  end(): void {
    for (const [reply, { operation, invitation }] of this.#waiting) {
      this.refuse(invitation, 'unreachable');
      reply.reject(
        new CollaborationError(
          'CLOSED',
          `${operation}: the adapter was closed before the sender's side had read the answer.`,
        ),
      );
    }
    this.#waiting.clear();
    this.#gone();
  }

  #gone(): void {
    this.#closing?.grace.unsubscribe();
    this.#closing?.onGone();
    this.#closing = undefined;
  }

  /**
   * An invitation that the app can answer; `undefined` when it has ended without an answer.
   *
   * @throws CollaborationError with `CLOSED` when it is answered, and as {@link status} does.
   */
  #findOpenShown(operation: string, id: string): ArrivedInvitation | undefined {
    const invitation = this.#findShown(id);
    if (invitation?.isOpen === true) return invitation;
    const { state } = this.status(operation, id);
    if (state !== 'pending' && state !== 'accepted' && state !== 'declined') return undefined;
    throw new CollaborationError(
      'CLOSED',
      `${operation}: the invitation ${JSON.stringify(id)} is answered already.`,
    );
  }

  /** The pending invitations that the app sees, the oldest first. */
  #findShown(id: string): ArrivedInvitation | undefined {
    const invitation = this.#pending.get(id);
    return invitation?.arrival === undefined ? undefined : invitation;
  }

  #fail(to: string, id: InvitationId, reason: FailureReason, details?: FailureDetails): void {
    this.#init.send(to, {
      kind: 'failure',
      id,
      reason,
      ...(details === undefined ? {} : { details }),
    });
  }

  #onEnd(invitation: ArrivedInvitation, state: FinalState): void {
    const id = formatId(invitation.id);
    this.#pending.delete(id);
    this.#ended.set(id, { state });
    if (state === 'accepted') this.#init.onAccepted(invitation);
    if (this.#ended.size > REMEMBERED_INVITATIONS) {
      const [oldest] = this.#ended.keys();
      if (oldest !== undefined) this.#ended.delete(oldest);
    }
    const { arrival } = invitation;
    if (arrival === undefined) return;
    this.#changes.emit({ type: 'statusChanged', invitationId: id, status: { state } }, arrival);
  }
}
