import type { ReceivedInvitation, ReceivedInvitationStatus, ReceptionVerdict } from '@beckon/core';
import { withOwnData } from '@beckon/core/adapter';
import type { InboxChange, ReceptionCheck } from '@beckon/core/adapter';
import { Subscription } from 'rxjs';
import {
  type Answer,
  formatId,
  type InvitationId,
  type InviteMessage,
} from '../network/message.ts';
import type { NetworkServices } from '../network/network-services.ts';

/** A state that does not change any more. */
export type FinalState = Exclude<ReceivedInvitationStatus['state'], 'pending'>;

/**
 * Called with the final status, and whether the invitation that the answer agrees to is accepted as
 * well.
 */
export type OnAnswered = (status: ReceivedInvitationStatus, hasAgreed: boolean) => void;

/** The arguments of {@link ArrivedInvitation}. */
export interface ArrivedInvitationInit {
  readonly message: InviteMessage;
  /** The time in which the invitation can be answered. */
  readonly remainingMs: number;
  readonly network: NetworkServices;
  readonly onEnd: (invitation: ArrivedInvitation, state: FinalState) => void;
}

/** An invitation at its recipient. */
export class ArrivedInvitation {
  readonly id: InvitationId;
  /** Address of the sender. */
  readonly from: string;
  readonly applicationId: string;
  readonly #init: ArrivedInvitationInit;
  readonly #received: ReceivedInvitation;
  readonly #timers = new Subscription();
  readonly #deciding = new Subscription();
  #answering: { readonly action: Answer['action']; readonly onEnd: OnAnswered } | undefined;
  #state: ReceivedInvitationStatus['state'] = 'pending';
  #isDelivered = false;
  /** What the app was told of it. Without it, the app does not see the invitation. */
  arrival: InboxChange | undefined;

  constructor(init: ArrivedInvitationInit) {
    const { message, remainingMs, network } = init;
    this.id = message.id;
    this.from = message.from.endpoint.address;
    this.applicationId = message.invitation.applicationId;
    this.#init = init;
    this.#received = {
      id: formatId(message.id),
      from: message.from,
      ...message.invitation,
      expiresAt: Math.round(network.scheduler.now() + remainingMs),
    };
    this.#timers.add(this.#deciding);
    this.after(remainingMs, () => this.#expire());
  }

  get status(): ReceivedInvitationStatus {
    return { state: this.#state };
  }

  get isPending(): boolean {
    return this.#state === 'pending';
  }

  /** Whether it can be answered: it is pending, and no answer is under way. */
  get isOpen(): boolean {
    return this.isPending && this.#answering === undefined;
  }

  /** A copy of the received invitation, with data of its own. */
  received(): ReceivedInvitation {
    return withOwnData(this.#received);
  }

  /**
   * Asks the reception. `onVerdict` is called at most once. It is not called when the invitation
   * ends, or is answered, before the reception has decided.
   */
  decide(reception: ReceptionCheck, onVerdict: (verdict: ReceptionVerdict) => void): void {
    this.#deciding.add(reception.decide(this.received(), onVerdict));
  }

  /**
   * Notes that the app has the invitation.
   *
   * @returns whether the invitation was pending, and this was the first time.
   */
  markDelivered(): boolean {
    const isFirst = this.isPending && !this.#isDelivered;
    this.#isDelivered = true;
    return isFirst;
  }

  /** Runs `act` after the delay, unless the invitation has ended by then. */
  after(delayMs: number, act: () => void): void {
    this.#timers.add(this.#init.network.scheduler.schedule(act, delayMs));
  }

  /** Notes the answer that is under way. `onEnd` is called when the invitation ends. */
  answering(action: Answer['action'], onEnd: OnAnswered): void {
    this.#deciding.unsubscribe();
    this.#answering = { action, onEnd };
  }

  /** Ends the invitation with its answer: the sender has read it. */
  confirm(hasAgreed: boolean): void {
    if (this.#answering !== undefined) this.end(this.#answering.action, hasAgreed);
  }

  end(state: FinalState, hasAgreed = false): void {
    if (!this.isPending) return;
    this.#state = state;
    this.#timers.unsubscribe();
    this.#init.onEnd(this, state);
    this.#answering?.onEnd(this.status, hasAgreed);
  }

  /**
   * Stops all timers without a final state: the recipient's side has closed, or has refused the
   * invitation.
   */
  drop(): void {
    this.#timers.unsubscribe();
  }

  #expire(): void {
    if (this.#answering === undefined) return this.end('expired');
    // The sender may have read the answer in time. Its confirm is on the way then, unless it was
    // lost.
    this.after(this.#init.network.confirmationTimeoutMs, () => this.end('expired'));
  }
}
