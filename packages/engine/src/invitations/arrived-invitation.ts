import type {
  CancelReason,
  Guid,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';
import type { InboxFailure, PlaceHolder, ReceptionCheck } from '@beckon/core/adapter';
import type { Subscription } from 'rxjs';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { FailureReason } from '../wire/message.ts';
import type { OutgoingInvitation } from './outgoing-invitation.ts';
import type { AnswerDetails, ReceivedListener } from './invitation-exchange.ts';

type State = ReceivedInvitationStatus['state'];

/** How long an answer waits for the sender's confirmation after the invitation has expired, in milliseconds. */
const CONFIRM_GRACE_MS = 10_000;

/** Hears each change of an invitation that has arrived. */
export interface ArrivedOwner {
  /** The invitation has come, and is not decided upon. It may be taken before this returns. */
  onArrived(arrived: ArrivedInvitation): void;
  /** The invitation can be answered. */
  onTaken(arrived: ArrivedInvitation): void;
  /** The reception has refused the invitation. */
  onRefused(arrived: ArrivedInvitation): void;
  /** A taken invitation cannot be answered any more. Its status stays. */
  onEnded(arrived: ArrivedInvitation): void;
  /** The invitation is gone, whether it was taken or not. Called once, last. */
  onGone(arrived: ArrivedInvitation): void;
}

/** Where the outcome of a received invitation is sent. */
export interface AnswerRoute {
  /** The invitation has been shown. */
  deliver(id: Guid): void;
  answer(id: Guid, isAccepted: boolean, details?: AnswerDetails): void;
  /** There will be no answer. */
  fail(id: Guid, reason: FailureReason): void;
}

export interface ArrivedInit {
  readonly invitation: ReceivedInvitation;
  /** The id that both sides use. */
  readonly wireId: Guid;
  readonly expiresInMs: number;
  readonly exchange: AnswerRoute;
  /** The sender, for limits. */
  readonly holder: PlaceHolder;
  readonly reception: ReceptionCheck;
  readonly deadlines: Deadlines;
  readonly owner: ArrivedOwner;
}

/**
 * One invitation that has come in.
 *
 * | stage | waits for |
 * |---|---|
 * | `deciding` | the reception; nobody at this side sees it |
 * | `pending` | an answer |
 * | `answering` | the sender's word that it has the answer, or has withdrawn the invitation |
 * | `gone` | nothing |
 */
export class ArrivedInvitation implements ReceivedListener {
  /** This side's own invitation that this one answers: the two have crossed, and the own one came first. */
  joins: OutgoingInvitation | undefined;
  readonly #init: ArrivedInit;
  #stage: 'deciding' | 'pending' | 'answering' | 'gone' = 'deciding';
  #deciding: Subscription | undefined;
  #cancelExpiry: CancelDeadline | undefined;
  #answer: 'accepted' | 'declined' | undefined;
  #state: State = 'pending';

  constructor(init: ArrivedInit) {
    this.#init = init;
  }

  get invitation(): ReceivedInvitation {
    return this.#init.invitation;
  }

  get wireId(): Guid {
    return this.#init.wireId;
  }

  get peerName(): string {
    return this.#init.holder.peerName;
  }

  get holder(): PlaceHolder {
    return this.#init.holder;
  }

  /** The exchange that the invitation came over. */
  get exchange(): AnswerRoute {
    return this.#init.exchange;
  }

  get state(): State {
    return this.#state;
  }

  get isAnswered(): boolean {
    return this.#answer !== undefined;
  }

  /** Whether this side has accepted, and the sender's confirmation is not here yet. */
  get isAccepting(): boolean {
    return this.#stage === 'answering' && this.#answer === 'accepted';
  }

  onArrived(): void {
    const { deadlines, expiresInMs, owner, reception, invitation } = this.#init;
    this.#cancelExpiry = deadlines.add(expiresInMs, () => this.#expire());
    owner.onArrived(this);
    if (this.#stage !== 'deciding') return;
    this.#deciding = reception.decide(invitation, (verdict) => {
      if (verdict === 'take') return this.take();
      owner.onRefused(this);
      this.#fail(verdict, 'withdrawn');
    });
  }

  /** Takes the invitation: apps see it now. Does nothing when it was decided upon already. */
  take(): void {
    if (this.#stage !== 'deciding') return;
    this.#stage = 'pending';
    this.#deciding?.unsubscribe();
    this.#init.owner.onTaken(this);
  }

  /** An app has received the invitation. */
  markShown(): void {
    this.#init.exchange.deliver(this.#init.wireId);
  }

  /** Sends an answer, which counts when the sender has it. Called once. */
  answer(answer: 'accepted' | 'declined', details?: AnswerDetails): void {
    this.#stage = 'answering';
    this.#answer = answer;
    this.#init.exchange.answer(this.#init.wireId, answer === 'accepted', details);
  }

  onConfirmed(): void {
    this.#end(this.#answer ?? 'withdrawn');
  }

  onWithdrawn(reason: CancelReason): void {
    this.#end(reason);
  }

  /** This side leaves. If there is no answer, the sender is told that nobody is there. */
  discard(): void {
    this.#fail('unreachable', 'withdrawn');
  }

  /** Fails the invitation because this side cannot take it up. */
  failHere(reason: InboxFailure): void {
    this.#fail(reason, 'failed');
  }

  /** Expires the invitation early, because another one needs its place. */
  evict(): void {
    this.#fail('expired', 'expired');
  }

  #expire(): void {
    if (this.#stage !== 'answering') return this.evict();
    // The sender's clock started first, so its last word about the invitation is on its way.
    this.#cancelExpiry = this.#init.deadlines.add(CONFIRM_GRACE_MS, () => this.evict());
  }

  #fail(reason: FailureReason, state: State): void {
    this.#init.exchange.fail(this.#init.wireId, reason);
    this.#end(state);
  }

  #end(state: State): void {
    if (this.#stage === 'gone') return;
    const { owner } = this.#init;
    const wasTaken = this.#stage !== 'deciding';
    this.#stage = 'gone';
    this.#state = state;
    this.#deciding?.unsubscribe();
    this.#cancelExpiry?.();
    if (wasTaken) owner.onEnded(this);
    owner.onGone(this);
  }
}
