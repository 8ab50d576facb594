import type { ReceivedInvitation, ReceivedInvitationStatus } from '@beckon/core';
import { type SchedulerLike, Subscription } from 'rxjs';
import { type FinalState, formatId, type InvitationId, type InvitationMessage } from './message.ts';

/** Hears what stands in the end, and whether an invitation that the answer agrees to is accepted with it. */
export type OnAnswered = (status: ReceivedInvitationStatus, hasAgreed: boolean) => void;

/** What an incoming invitation needs of its side. */
export interface IncomingInit {
  readonly message: InvitationMessage;
  /** How long after its expiry an answer that is under way waits for the sender's word. */
  readonly confirmationTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly onEnd: (invitation: IncomingInvitation, state: FinalState) => void;
}

/** The recipient's end of an invitation. */
export class IncomingInvitation {
  readonly id: InvitationId;
  /** Address of the sender. */
  readonly from: string;
  readonly #init: IncomingInit;
  #onAnswered: OnAnswered | undefined;
  readonly #timers = new Subscription();
  #state: ReceivedInvitationStatus['state'] = 'pending';
  #isDelivered = false;
  /** Whether the app hears of it. */
  isShown = false;

  constructor(init: IncomingInit) {
    const { message, scheduler } = init;
    this.id = message.id;
    this.from = message.from.endpoint.address;
    this.#init = init;
    this.after(Math.max(0, message.expiresAt - scheduler.now()), () => this.#expire());
  }

  get applicationId(): string {
    return this.#init.message.invitation.applicationId;
  }

  get status(): ReceivedInvitationStatus {
    return { state: this.#state };
  }

  get isPending(): boolean {
    return this.#state === 'pending';
  }

  /** Whether it can be answered: it is pending, and no answer is under way. */
  get isOpen(): boolean {
    return this.isPending && this.#onAnswered === undefined;
  }

  /** A copy of what was received. */
  received(): ReceivedInvitation {
    const { from, invitation, expiresAt } = this.#init.message;
    const { applicationId, message, data } = invitation;
    return {
      id: formatId(this.id),
      from,
      applicationId,
      ...(message === undefined ? {} : { message }),
      ...(data === undefined ? {} : { data: Uint8Array.from(data) }),
      expiresAt,
    };
  }

  /** @returns whether it was so for the first time. */
  markDelivered(): boolean {
    const isFirst = this.isPending && !this.#isDelivered;
    this.#isDelivered = true;
    return isFirst;
  }

  /** Does something later, unless it has ended by then. */
  after(delayMs: number, act: () => void): void {
    this.#timers.add(this.#init.scheduler.schedule(act, delayMs));
  }

  /** An answer is on its way. */
  answering(onEnd: OnAnswered): void {
    this.#onAnswered = onEnd;
  }

  end(state: FinalState, hasAgreed = false): void {
    if (!this.isPending) return;
    this.#state = state;
    this.#timers.unsubscribe();
    this.#init.onEnd(this, state);
    this.#onAnswered?.(this.status, hasAgreed);
  }

  /** The recipient's side has ended: it is gone without a status. */
  drop(): void {
    this.#timers.unsubscribe();
  }

  #expire(): void {
    if (this.#onAnswered === undefined) return this.end('expired');
    // The sender may have taken the answer in time; its word is on the way, unless it was lost.
    this.after(this.#init.confirmationTimeoutMs, () => this.end('expired'));
  }
}
