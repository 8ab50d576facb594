import {
  type CancelReason,
  CollaborationError,
  type InvitationResponse,
  type Unanswered,
} from '@beckon/core';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import type { SchedulerLike, Subscription } from 'rxjs';
import type { AnswerMessage, FailureMessage, InvitationId } from '../network/message.ts';
import { failureError } from './failure-error.ts';

/** What the recipient is told when an invitation ends at its sender; `undefined`: nothing, it knows. */
export type LastWord = 'confirm' | CancelReason | undefined;

/** What the recipient's side can say in the end. */
type RecipientsWord = Exclude<InvitationResponse, { readonly action: 'expired' }>;

/** What a sent invitation needs of its side. */
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
  readonly onEnd: (invitation: SentInvitation, lastWord: LastWord) => void;
}

/**
 * An invitation at its sender. An answer that has arrived counts once {@link read} has returned it;
 * until then a cancel, the expiry and a failure come first.
 */
export class SentInvitation {
  readonly id: InvitationId;
  readonly to: string;
  readonly applicationId: string;
  readonly #init: SentInvitationInit;
  readonly #expiry: Subscription;
  #progress: Unanswered = 'pending';
  #reported: Unanswered = 'pending';
  /** What has arrived from the recipient, and has not been read. */
  #answer: RecipientsWord | undefined;
  #agreesTo: InvitationId | undefined;
  /** What stands in the end. */
  #result: InvitationResponse | Error | undefined;
  #isReadInAdvance = false;
  /** While an invitation of the recipient decides this one: what to do once it has. */
  #postponed: (() => void)[] | undefined;

  constructor(init: SentInvitationInit) {
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

  /**
   * The response, or why there is none. An answer stands from here on.
   *
   * @throws CollaborationError when the invitation has failed.
   */
  read(): InvitationResponse | Unanswered {
    if (this.#result instanceof Error) throw this.#result;
    if (this.#result !== undefined) return this.#result;
    if (this.#answer === undefined || this.#postponed !== undefined) return this.#report();
    // However fast the answer comes, the delivery is told before it.
    if (this.#progress !== this.#reported && !this.#isReadInAdvance) {
      this.#init.signal();
      return this.#report();
    }
    // A recipient that failed has told the end itself, and waits for no word.
    this.#finish(this.#answer, this.#answer.action === 'error' ? undefined : 'confirm');
    return this.#answer;
  }

  /** Nobody will ask for the response: an answer counts when it comes. */
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
    this.#arrived(answer);
  }

  failed({ reason, details }: Pick<FailureMessage, 'reason' | 'details'>): void {
    if (reason === 'internal') this.#arrived({ action: 'error', ...details });
    else this.#endWith(failureError(this.to, reason), undefined);
  }

  /** @param onDone - Called when it has been taken back, or was over before. */
  cancel(reason: CancelReason, onDone: () => void): void {
    this.#unlessBound(() => {
      this.#endWith(errorFromHresult(`The invitation to ${this.to}`, INVITE_CANCELLED), reason);
      onDone();
    });
  }

  /** The sender's side has ended. */
  close(): void {
    this.#endWith(
      new CollaborationError(
        'CLOSED',
        `The invitation to ${this.to} was withdrawn: the adapter has been closed.`,
      ),
      'withdrawn',
    );
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
    this.#readIfInAdvance();
    if (this.#answer !== undefined) this.#init.signal();
  }

  #arrived(answer: RecipientsWord): void {
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

  #endWith(result: InvitationResponse | Error, lastWord: LastWord): void {
    if (this.#finish(result, lastWord)) this.#init.signal();
  }

  #finish(result: InvitationResponse | Error, lastWord: LastWord): boolean {
    if (this.#result !== undefined) return false;
    this.#result = result;
    this.#expiry.unsubscribe();
    this.#init.onEnd(this, lastWord);
    this.#resume();
    return true;
  }
}

const INVITE_CANCELLED = hresultValue('PEER_E_INVITE_CANCELLED');
