import {
  type CancelReason,
  CollaborationError,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import type { SchedulerLike, Subscription } from 'rxjs';
import type { FinalState, InvitationId } from './message.ts';

/** What an outgoing invitation needs of its side. */
export interface OutgoingInit {
  readonly id: InvitationId;
  /** Address of the recipient. */
  readonly to: string;
  readonly applicationId: string;
  readonly lifetimeMs: number;
  readonly scheduler: SchedulerLike;
  /** Called after each change. */
  readonly signal: () => void;
  /** Called once, when nothing can change any more. Not told to the recipient: `undefined`. */
  readonly onEnd: (invitation: OutgoingInvitation, outcome: FinalState | undefined) => void;
}

/**
 * The sender's end of an invitation. An answer that has arrived counts once {@link take} has
 * returned it; until then cancel, expiry and failure come first.
 */
export class OutgoingInvitation {
  readonly id: InvitationId;
  readonly to: string;
  readonly applicationId: string;
  readonly #init: OutgoingInit;
  readonly #expiry: Subscription;
  #progress: Unanswered = 'pending';
  #reported: Unanswered = 'pending';
  #answer: InvitationResponse | undefined;
  #agreesTo: InvitationId | undefined;
  #result: InvitationResponse | CollaborationError | undefined;
  #isDiscarding = false;
  /** While an invitation of the recipient decides this one: what to do once it has. */
  #postponed: (() => void)[] | undefined;

  constructor(init: OutgoingInit) {
    this.id = init.id;
    this.to = init.to;
    this.applicationId = init.applicationId;
    this.#init = init;
    this.#expiry = init.scheduler.schedule(() => this.#expire(), init.lifetimeMs);
  }

  /** Whether it can still become accepted by an invitation that crosses it. */
  get isUnanswered(): boolean {
    return (
      this.#result === undefined && this.#answer === undefined && this.#postponed === undefined
    );
  }

  /** The recipient's invitation that the answer agrees to as well. */
  get agreesTo(): InvitationId | undefined {
    return this.#agreesTo;
  }

  /** The response, or why there is none. An answer stands from here on. */
  take(): InvitationResponse | Unanswered {
    if (this.#result instanceof CollaborationError) throw this.#result;
    if (this.#result !== undefined) return this.#result;
    if (this.#answer === undefined || this.#postponed !== undefined) return this.#report();
    // However fast the answer comes, the delivery is told before it.
    if (this.#progress !== this.#reported && !this.#isDiscarding) {
      this.#init.signal();
      return this.#report();
    }
    this.#finish(this.#answer, outcomeOf(this.#answer));
    return this.#answer;
  }

  /** Nobody will ask for the response: it is taken when it comes. */
  discardResponse(): void {
    this.#isDiscarding = true;
    this.#takeIfDiscarding();
  }

  delivered(): void {
    if (this.#result !== undefined || this.#progress === 'delivered') return;
    this.#progress = 'delivered';
    this.#init.signal();
  }

  answered(response: InvitationResponse, agreesTo: InvitationId | undefined): void {
    if (this.#result !== undefined || this.#answer !== undefined) return;
    this.#answer = response;
    this.#agreesTo = agreesTo;
    this.#takeIfDiscarding();
    this.#init.signal();
  }

  /** @param onDone - Called when it has been taken back, or was over before. */
  cancel(reason: CancelReason, onDone: () => void): void {
    this.#unlessBound(() => {
      this.#endWith(errorFromHresult('invite', PEER_E_INVITE_CANCELLED), reason);
      onDone();
    });
  }

  unreachable(hresult: number): void {
    this.#endWith(errorFromHresult(`invite ${this.to}`, hresult), undefined);
  }

  /** The sender's side has ended. */
  close(): void {
    this.#endWith(new CollaborationError('CLOSED', 'invite: the adapter was closed.'), 'withdrawn');
  }

  /** From now on an invitation of the recipient, accepted on behalf of this one, decides. */
  bind(): void {
    this.#postponed = [];
  }

  /** The deciding invitation has ended: with this one, or leaving it as it was. */
  unbind(hasAgreed: boolean): void {
    if (this.#postponed === undefined) return;
    if (hasAgreed) this.#endWith({ action: 'accepted' }, undefined);
    this.#resume();
    this.#takeIfDiscarding();
    if (this.#answer !== undefined) this.#init.signal();
  }

  #report(): Unanswered {
    this.#reported = this.#progress;
    return this.#progress;
  }

  #expire(): void {
    this.#unlessBound(() => this.#endWith({ action: 'expired' }, 'expired'));
  }

  #unlessBound(act: () => void): void {
    if (this.#postponed === undefined) act();
    else this.#postponed.push(act);
  }

  #resume(): void {
    const postponed = this.#postponed ?? [];
    this.#postponed = undefined;
    for (const act of postponed) act();
  }

  #takeIfDiscarding(): void {
    if (this.#isDiscarding && this.#result === undefined) this.take();
  }

  #endWith(result: InvitationResponse | CollaborationError, outcome: FinalState | undefined): void {
    if (this.#finish(result, outcome)) this.#init.signal();
  }

  #finish(
    result: InvitationResponse | CollaborationError,
    outcome: FinalState | undefined,
  ): boolean {
    if (this.#result !== undefined) return false;
    this.#result = result;
    this.#expiry.unsubscribe();
    this.#init.onEnd(this, outcome);
    this.#resume();
    return true;
  }
}

const PEER_E_INVITE_CANCELLED = hresultValue('PEER_E_INVITE_CANCELLED');

function outcomeOf({ action }: InvitationResponse): FinalState {
  // A recipient that failed has nothing to start: to it the invitation is gone.
  return action === 'error' ? 'withdrawn' : action;
}
