import {
  type CancelReason,
  CollaborationError,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import type { SchedulerLike, Subscription } from 'rxjs';
import {
  type AnswerMessage,
  type FailureMessage,
  formatId,
  type InvitationId,
} from '../network/message.ts';
import { failureError } from './failure-error.ts';

/**
 * The message to the recipient when an invitation ends at its sender. `undefined`: the recipient
 * knows.
 */
export type FinalMessage = 'confirm' | CancelReason | undefined;

/** A response that comes from the recipient's side. */
type RecipientResponse = Exclude<InvitationResponse, { readonly action: 'expired' }>;

/** The arguments of {@link SentInvitation}. */
export interface SentInvitationInit {
  readonly id: InvitationId;
  /** Address of the recipient. */
  readonly to: string;
  readonly applicationId: string;
  readonly lifetimeMs: number;
  readonly scheduler: SchedulerLike;
  /** Called after each change. */
  readonly signal: () => void;
  /** Called once, when nothing can change any more. */
  readonly onEnd: (invitation: SentInvitation, finalMessage: FinalMessage) => void;
}

/**
 * An invitation at its sender. An answer that has arrived counts once {@link read} has returned it.
 * Until then a cancel, the expiry and a failure win over it.
 */
export class SentInvitation {
  readonly id: InvitationId;
  readonly to: string;
  readonly applicationId: string;
  readonly #init: SentInvitationInit;
  readonly #expiry: Subscription;
  #progress: Unanswered = 'pending';
  #reported: Unanswered = 'pending';
  /** The response that has arrived from the recipient and has not been read. */
  #answer: RecipientResponse | undefined;
  #agreesTo: InvitationId | undefined;
  /** The final result. */
  #result: InvitationResponse | Error | undefined;
  #isReadInAdvance = false;
  /**
   * Actions that wait for the decision of the recipient's crossing invitation. `undefined` when
   * none decides.
   */
  #postponed: (() => void)[] | undefined;

  constructor(init: SentInvitationInit) {
    this.id = init.id;
    this.to = init.to;
    this.applicationId = init.applicationId;
    this.#init = init;
    this.#expiry = init.scheduler.schedule(() => this.#expire(), init.lifetimeMs);
  }

  /** Whether a crossing invitation can still decide this one. */
  get isUnanswered(): boolean {
    return (
      this.#result === undefined && this.#answer === undefined && this.#postponed === undefined
    );
  }

  get isAccepted(): boolean {
    const result = this.#result;
    return result !== undefined && !(result instanceof Error) && result.action === 'accepted';
  }

  /** The recipient's invitation that the answer agrees to as well. */
  get agreesTo(): InvitationId | undefined {
    return this.#agreesTo;
  }

  /**
   * Returns the response, or how far the invitation has come. An answer counts from this moment.
   *
   * @throws CollaborationError when the invitation has failed.
   */
  read(): InvitationResponse | Unanswered {
    if (this.#result instanceof Error) throw this.#result;
    if (this.#result !== undefined) return this.#result;
    if (this.#answer === undefined || this.#postponed !== undefined) return this.#report();
    // The delivery is told before the answer, even when both have arrived.
    if (this.#progress !== this.#reported && !this.#isReadInAdvance) {
      this.#init.signal();
      return this.#report();
    }
    // A recipient that has failed does not wait for a confirm.
    this.#finish(this.#answer, this.#answer.action === 'error' ? undefined : 'confirm');
    return this.#answer;
  }

  /** Lets an answer count when it arrives: no app will ask for the response. */
  readInAdvance(): void {
    this.#isReadInAdvance = true;
    this.#readIfInAdvance();
  }

  delivered(): void {
    if (this.#result !== undefined || this.#progress === 'delivered') return;
    this.#progress = 'delivered';
    this.#init.signal();
  }

  answered({ answer, agreesTo }: Pick<AnswerMessage, 'answer' | 'agreesTo'>): void {
    this.#agreesTo = agreesTo;
    const invitationId = formatId(this.id);
    this.#arrived(answer.action === 'accepted' ? { ...answer, invitationId } : answer);
  }

  failed({ reason, details }: Pick<FailureMessage, 'reason' | 'details'>): void {
    if (reason === 'internal') this.#arrived({ action: 'error', ...details });
    else this.#endWith(failureError(this.to, reason), undefined);
  }

  /** @param onDone - Called when the invitation has been withdrawn, or had ended before. */
  cancel(reason: CancelReason, onDone: () => void): void {
    this.#unlessBound(() => {
      this.#endWith(errorFromHresult(`The invitation to ${this.to}`, INVITE_CANCELLED), reason);
      onDone();
    });
  }

  /** Ends the invitation because the sender's adapter is closed. */
  close(): void {
    this.#endWith(
      new CollaborationError(
        'CLOSED',
        `The invitation to ${this.to} was withdrawn: the adapter has been closed.`,
      ),
      'withdrawn',
    );
  }

  /** Lets the recipient's crossing invitation, which is accepted in its place, decide this one. */
  bind(): void {
    this.#postponed = [];
  }

  /**
   * Must be called when the crossing invitation has ended. `agreed`: this one is accepted with it, and
   * the two share the channel of the crossing invitation.
   */
  unbind(agreed: InvitationId | undefined): void {
    if (this.#postponed === undefined) return;
    if (agreed !== undefined) {
      this.#endWith({ action: 'accepted', invitationId: formatId(agreed) }, undefined);
    }
    this.#resume();
    this.#readIfInAdvance();
    if (this.#answer !== undefined) this.#init.signal();
  }

  #arrived(answer: RecipientResponse): void {
    if (this.#result !== undefined || this.#answer !== undefined) return;
    this.#answer = answer;
    this.#readIfInAdvance();
    this.#init.signal();
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

  #readIfInAdvance(): void {
    if (this.#isReadInAdvance && this.#result === undefined) this.read();
  }

  #endWith(result: InvitationResponse | Error, finalMessage: FinalMessage): void {
    if (this.#finish(result, finalMessage)) this.#init.signal();
  }

  #finish(result: InvitationResponse | Error, finalMessage: FinalMessage): boolean {
    if (this.#result !== undefined) return false;
    this.#result = result;
    this.#expiry.unsubscribe();
    this.#init.onEnd(this, finalMessage);
    this.#resume();
    return true;
  }
}

const INVITE_CANCELLED = hresultValue('PEER_E_INVITE_CANCELLED');
