import type { CancelReason, Guid } from '@beckon/core';
import type { EngineCounters } from '../counters.ts';
import type { Exchange, ExchangeLink, LinkEnd } from '../link/exchange.ts';
import type {
  FailureReason,
  Message,
  MessageKind,
  MessageOf,
  TimedInvitation,
} from '../wire/message.ts';
import { unexpected } from '../wire/protocol-violation.ts';

/** Hears about an invitation that went out on a link. */
export interface SentListener {
  onDelivered(): void;
  onAnswer(answer: MessageOf<'answer'>): void;
  onFailure(reason: FailureReason, hresult: number | undefined): void;
  /** The link has ended. `isUnseen`: as far as this side can know, the peer has not seen the invitation. */
  onLost(isUnseen: boolean): void;
}

/** Hears about an invitation that came in on a link. */
export interface ReceivedListener {
  /** The exchange knows the invitation, which can be answered or refused from now on. */
  onArrived(): void;
  /** The sender has the answer. */
  onConfirmed(): void;
  onWithdrawn(reason: CancelReason): void;
}

/** Takes the invitations that come in, or refuses them. */
export interface InvitationTaker {
  /** Returns the listener of the invitation, or the reason why it is not taken. May throw a ProtocolViolation. */
  onInvite(
    exchange: InvitationExchange,
    invite: MessageOf<'invite'>,
  ): ReceivedListener | FailureReason;
}

/** The content of an answer besides yes or no. */
export type AnswerDetails = Pick<MessageOf<'answer'>, 'message' | 'data' | 'agreesTo'>;

interface Sent {
  readonly listener: SentListener;
  /**
   * {@link ExchangeLink.signsOfLife} at the time of sending; `undefined` on a link that was made for this invitation.
   */
  readonly signsOfLife: number | undefined;
  isDelivered: boolean;
  isAnswered: boolean;
}

interface Received {
  readonly listener: ReceivedListener;
  isDelivered: boolean;
  isAnswered: boolean;
}

/**
 * The messages on one link about invitations of both directions, by id. Checks that each message comes in order.
 */
export class InvitationExchange implements Exchange {
  readonly kinds: readonly MessageKind[] = [
    'invite',
    'delivered',
    'answer',
    'confirm',
    'withdraw',
    'failure',
  ];
  readonly link: ExchangeLink;
  readonly #taker: InvitationTaker;
  readonly #counters: EngineCounters;
  readonly #sent = new Map<Guid, Sent>();
  readonly #received = new Map<Guid, Received>();

  constructor(link: ExchangeLink, taker: InvitationTaker, counters: EngineCounters) {
    this.link = link;
    this.#taker = taker;
    this.#counters = counters;
  }

  /** Sends an invitation. On a link that has ended, the invitation is lost at once, unseen. */
  invite(id: Guid, invitation: TimedInvitation, listener: SentListener): void {
    const { link } = this;
    if (link.isEnded) return listener.onLost(true);
    const signsOfLife = link.isGreeted ? link.signsOfLife : undefined;
    this.#sent.set(id, { listener, signsOfLife, isDelivered: false, isAnswered: false });
    link.hold();
    link.send({ kind: 'invite', id, invitation });
  }

  /** The answer counts. */
  confirm(id: Guid): void {
    if (this.#forgetSent(id)) this.link.send({ kind: 'confirm', id });
  }

  withdraw(id: Guid, reason: CancelReason): void {
    if (this.#forgetSent(id)) this.link.send({ kind: 'withdraw', id, reason });
  }

  /** A received invitation has been shown. Tells the sender once. */
  deliver(id: Guid): void {
    const received = this.#received.get(id);
    if (received === undefined || received.isDelivered) return;
    received.isDelivered = true;
    this.link.send({ kind: 'delivered', id });
  }

  answer(id: Guid, isAccepted: boolean, { message, data, agreesTo }: AnswerDetails = {}): void {
    const received = this.#received.get(id);
    if (received === undefined) return;
    this.deliver(id);
    received.isAnswered = true;
    this.link.send({
      kind: 'answer',
      id,
      isAccepted,
      ...(message === undefined ? {} : { message }),
      ...(data === undefined ? {} : { data }),
      ...(agreesTo === undefined ? {} : { agreesTo }),
    });
  }

  /** There will be no answer to a received invitation. The sender is not told when it has an answer already. */
  fail(id: Guid, reason: FailureReason): void {
    const received = this.#received.get(id);
    if (received === undefined) return;
    this.#forgetReceived(id);
    if (!received.isAnswered) this.link.send({ kind: 'failure', id, reason });
  }

  receive(message: Message): void {
    switch (message.kind) {
      case 'invite':
        return this.#invited(message);
      case 'delivered':
      case 'answer':
      case 'failure':
        return this.#heardOfSent(message);
      case 'confirm':
      case 'withdraw':
        return this.#heardOfReceived(message);
    }
  }

  onLinkEnded({ isPeerIdle }: LinkEnd): void {
    const sent = [...this.#sent.values()];
    const received = [...this.#received.values()];
    this.#sent.clear();
    this.#received.clear();
    for (const { listener, isDelivered, signsOfLife } of sent) {
      // A reused link on which nothing was heard since had probably ended before.
      const isSilentSince = signsOfLife === this.link.signsOfLife;
      listener.onLost(!isDelivered && (isPeerIdle || isSilentSince));
    }
    for (const { listener } of received) listener.onWithdrawn('withdrawn');
  }

  #invited(invite: MessageOf<'invite'>): void {
    const { id } = invite;
    if (this.#received.has(id)) throw unexpected(invite.kind);
    const listener = this.#taker.onInvite(this, invite);
    if (typeof listener === 'string') {
      this.link.send({ kind: 'failure', id, reason: listener });
      return this.link.onUseless();
    }
    this.#received.set(id, { listener, isDelivered: false, isAnswered: false });
    this.link.hold();
    listener.onArrived();
  }

  #heardOfSent(message: MessageOf<'delivered' | 'answer' | 'failure'>): void {
    const sent = this.#sent.get(message.id);
    // This side has withdrawn the invitation, and the peer did not know yet.
    if (sent === undefined) return this.#stray();
    const isInOrder =
      message.kind === 'failure' || sent.isDelivered === (message.kind === 'answer');
    if (!isInOrder || sent.isAnswered) throw unexpected(message.kind);
    if (message.kind === 'failure') {
      this.#forgetSent(message.id);
      sent.listener.onFailure(message.reason, message.hresult);
    } else if (message.kind === 'delivered') {
      sent.isDelivered = true;
      sent.listener.onDelivered();
    } else {
      sent.isAnswered = true;
      sent.listener.onAnswer(message);
    }
  }

  #heardOfReceived(message: MessageOf<'confirm' | 'withdraw'>): void {
    const received = this.#received.get(message.id);
    if (received === undefined) return this.#stray();
    if (message.kind === 'confirm' && !received.isAnswered) throw unexpected(message.kind);
    this.#forgetReceived(message.id);
    if (message.kind === 'confirm') received.listener.onConfirmed();
    else received.listener.onWithdrawn(message.reason);
  }

  #forgetSent(id: Guid): boolean {
    const wasOpen = this.#sent.delete(id);
    if (wasOpen) this.link.release();
    return wasOpen;
  }

  #forgetReceived(id: Guid): void {
    if (this.#received.delete(id)) this.link.release();
  }

  #stray(): void {
    this.#counters.strayFrames += 1;
    this.link.onUseless();
  }
}
