import type { Observer } from 'rxjs';
import { ask } from '../ask.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { CancelReason } from '../contract/invitations.ts';
import { type CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import { endpointsOf, noneReached } from './contact-endpoints.ts';
import { InvitationAttempt, type Sending } from './invitation-attempt.ts';
import {
  endOfWait,
  type FinalInvitationStatus,
  type InvitationStatus,
  isFinalInvitationStatus,
  PROGRESS,
} from './invitation-status.ts';

/** The final status when nobody accepted: the first of these states in which any endpoint ended. */
const PRECEDENCE: readonly FinalInvitationStatus['state'][] = ['cancelled', 'declined', 'expired'];

/** One invitation to each endpoint of a contact, as one. */
export class InvitationRace {
  readonly #sending: Sending;
  readonly #contact: Contact;
  readonly #observer: Observer<InvitationStatus>;
  /** Undefined while the endpoints are looked up. */
  #attempts: InvitationAttempt[] | undefined;
  readonly #results: FinalInvitationStatus[] = [];
  readonly #errors: CollaborationError[] = [];
  #progress = 0;
  /** Whether the observer has heard the end, or has left. */
  #isOver = false;

  /** @param observer - Gets every status after `sending`. It is not called after {@link unsubscribe}. */
  constructor(sending: Sending, contact: Contact, observer: Observer<InvitationStatus>) {
    this.#sending = sending;
    this.#contact = contact;
    this.#observer = observer;
  }

  start(): void {
    const { operation, adapter } = this.#sending;
    ask(
      () => endpointsOf(operation, adapter, this.#contact),
      (endpoints) => this.#inviteAll(endpoints),
      (error) => this.#fail(toCollaborationError(operation, error)),
    );
  }

  /** Ends the sender's wait. Each attempt can still report an answer that came first. */
  stop(reason: CancelReason): void {
    if (this.#attempts === undefined) this.#end(endOfWait(reason));
    else for (const attempt of this.#attempts) attempt.stop(reason);
  }

  /** Nobody listens any more. */
  unsubscribe(): void {
    this.#isOver = true;
    for (const attempt of this.#attempts ?? []) attempt.unsubscribe();
  }

  #inviteAll(endpoints: readonly Endpoint[]): void {
    const attempts: InvitationAttempt[] = (this.#attempts = []);
    const { length } = endpoints;
    const observer: Observer<InvitationStatus> = {
      next: (status) => {
        if (!isFinalInvitationStatus(status)) this.#advance(status);
        else if (status.state === 'accepted') this.#end(status);
        else this.#results.push(status);
      },
      error: (error: CollaborationError) => {
        this.#errors.push(error);
        this.#endIfAllEnded(length);
      },
      complete: () => this.#endIfAllEnded(length),
    };
    for (const endpoint of endpoints) {
      if (this.#isOver) return;
      const attempt = new InvitationAttempt(this.#sending, endpoint, this.#contact, observer);
      attempts.push(attempt);
      attempt.start();
    }
    if (length === 0) this.#endIfAllEnded(length);
  }

  #advance(status: InvitationStatus): void {
    const progress = PROGRESS.indexOf(status.state);
    if (this.#isOver || progress <= this.#progress) return;
    this.#progress = progress;
    this.#observer.next(status);
  }

  #endIfAllEnded(count: number): void {
    if (this.#results.length + this.#errors.length < count) return;
    for (const state of PRECEDENCE) {
      const result = this.#results.find((candidate) => candidate.state === state);
      if (result !== undefined) return this.#end(result);
    }
    this.#fail(noneReached(this.#sending.operation, this.#contact, this.#errors));
  }

  #end(status: FinalInvitationStatus): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (status.state === 'accepted') {
      for (const attempt of this.#attempts ?? []) attempt.stop('answeredElsewhere');
    }
    this.#observer.next(status);
    this.#observer.complete();
  }

  #fail(error: CollaborationError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#observer.error(error);
  }
}
