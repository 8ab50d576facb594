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

/** How long an answer waits for the sender's word after the invitation has expired, in milliseconds. */
const CONFIRM_GRACE_MS = 10_000;

/** Hears where an invitation that has arrived stands. */
export interface ArrivedOwner {
  /** It is there; nobody has decided whether it is taken. It may be taken before this returns. */
  onArrived(arrived: ArrivedInvitation): void;
  /** It can be answered. */
  onTaken(arrived: ArrivedInvitation): void;
  /** The reception has refused it. */
  onRefused(arrived: ArrivedInvitation): void;
  /** It was taken; it cannot be answered any more, and its status stays. */
  onEnded(arrived: ArrivedInvitation): void;
  /** It is not to be found any more, taken or not. Called once, last. */
  onGone(arrived: ArrivedInvitation): void;
}

/** Where what becomes of a received invitation is told. */
export interface AnswerRoute {
  /** It has been shown. */
  deliver(id: Guid): void;
  answer(id: Guid, isAccepted: boolean, details?: AnswerDetails): void;
  /** There will be no answer. */
  fail(id: Guid, reason: FailureReason): void;
}

export interface ArrivedInit {
  readonly invitation: ReceivedInvitation;
  /** The id that both sides know it by. */
  readonly wireId: Guid;
  readonly expiresInMs: number;
  readonly exchange: AnswerRoute;
  /** Whose it is, for limits. */
  readonly holder: PlaceHolder;
  readonly reception: ReceptionCheck;
  readonly deadlines: Deadlines;
  readonly owner: ArrivedOwner;
}

/**
 * One invitation that has come in.
 *
 * | stage | what it waits for |
 * |---|---|
 * | `deciding` | the reception; nobody at this side sees it |
 * | `pending` | an answer |
 * | `answering` | the sender's word, that it has the answer or has taken the invitation back |
 * | `gone` | nothing |
 */
export class ArrivedInvitation implements ReceivedListener {
  /** This side's own invitation of which it is the answer: the two have crossed, and that one came first. */
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

  /** What it came over. */
  get exchange(): AnswerRoute {
    return this.#init.exchange;
  }

  get state(): State {
    return this.#state;
  }

  get isAnswered(): boolean {
    return this.#answer !== undefined;
  }

  /** Whether it is answered with yes, and the sender's word is not here yet. */
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

  /** It is to be shown. Does nothing when that is decided already. */
  take(): void {
    if (this.#stage !== 'deciding') return;
    this.#stage = 'pending';
    this.#deciding?.unsubscribe();
    this.#init.owner.onTaken(this);
  }

  /** An app has it. */
  markShown(): void {
    this.#init.exchange.deliver(this.#init.wireId);
  }

  /** Sends an answer; it stands when the sender has it. To be called once. */
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

  /** This side leaves. Without an answer the sender is told that nobody is there. */
  discard(): void {
    this.#fail('unreachable', 'withdrawn');
  }

  /** It cannot be taken up here. */
  failHere(reason: InboxFailure): void {
    this.#fail(reason, 'failed');
  }

  /** Its time is over before it has passed: another needs its place. */
  evict(): void {
    this.#fail('expired', 'expired');
  }

  #expire(): void {
    if (this.#stage !== 'answering') return this.evict();
    // The sender's clock started first: its word, whatever it is, is on its way.
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
