import { defer, merge, Observable, share, Subject, type Subscriber, Subscription } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { CancelReason } from '../contract/invitations.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import { type AttemptInit, attemptInvitation } from './invitation-attempt.ts';
import {
  type FinalInvitationStatus,
  type InvitationStatus,
  isFinalInvitationStatus,
} from './invitation-status.ts';

export type EverywhereInit = Omit<AttemptInit, 'endpoint' | 'contact'> & {
  readonly contact: Contact;
};

/** One invitation to each endpoint of a contact, as one. Cold; behaves as documented at `invite`. */
export function inviteEverywhere(init: EverywhereInit): Observable<InvitationStatus> {
  return new Observable((subscriber) => {
    subscriber.next({ state: 'sending' });
    if (subscriber.closed) return undefined;
    const race = new InvitationRace(init, subscriber);
    race.start();
    return () => race.release();
  });
}

/** Where `contact` is. Errors with `NOT_SUPPORTED` when the adapter keeps no contacts. */
export function endpointsOf(
  adapter: CollaborationAdapter,
  contact: Contact,
): Observable<readonly Endpoint[]> {
  const { contacts, name } = adapter;
  return defer(() => {
    if (contacts === undefined) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `The ${name} adapter keeps no contacts and cannot say where ${contact.peerName} is. Name an endpoint.`,
      );
    }
    return contacts.endpoints(contact);
  });
}

const PROGRESS: readonly InvitationStatus['state'][] = ['sending', 'pending', 'delivered'];
/** What the whole ends with when nobody accepted: the first of these that any endpoint ended with. */
const PRECEDENCE: readonly FinalInvitationStatus['state'][] = ['cancelled', 'declined', 'expired'];

/** Owns the attempts at the endpoints; {@link release} ends those that still run. */
class InvitationRace {
  readonly #init: EverywhereInit;
  readonly #subscriber: Subscriber<InvitationStatus>;
  readonly #attempts = new Subscription();
  readonly #lost$ = new Subject<CancelReason>();
  readonly #results: FinalInvitationStatus[] = [];
  readonly #errors: CollaborationError[] = [];
  #progress = 0;
  #isDecided = false;

  constructor(init: EverywhereInit, subscriber: Subscriber<InvitationStatus>) {
    this.#init = init;
    this.#subscriber = subscriber;
  }

  start(): void {
    const { adapter, contact } = this.#init;
    // One listener and one timer, however many endpoints.
    const stop$ = merge(this.#init.stop$, this.#lost$).pipe(share());
    let isListing = true;
    const listing = stop$.subscribe((reason) => {
      // Later the attempts hear of it themselves, and can tell of an answer that came first.
      if (isListing) this.#decide({ state: reason === 'expired' ? 'expired' : 'cancelled' });
    });
    this.#attempts.add(listing);
    if (this.#isDecided) return;
    this.#attempts.add(
      endpointsOf(adapter, contact).subscribe({
        next: (endpoints) => {
          isListing = false;
          this.#inviteAll(endpoints, stop$);
        },
        error: (error: unknown) => this.#subscriber.error(toCollaborationError('invite', error)),
      }),
    );
  }

  release(): void {
    this.#attempts.unsubscribe();
  }

  #inviteAll(endpoints: readonly Endpoint[], stop$: Observable<CancelReason>): void {
    for (const endpoint of endpoints) {
      if (this.#isDecided) return;
      this.#attempts.add(
        attemptInvitation({ ...this.#init, endpoint, stop$ }).subscribe({
          next: (status) => this.#heard(status, endpoints.length),
          error: (error: unknown) => {
            this.#errors.push(toCollaborationError('invite', error));
            this.#endIfAllEnded(endpoints.length);
          },
        }),
      );
    }
    if (endpoints.length === 0) this.#endIfAllEnded(0);
  }

  #heard(status: InvitationStatus, count: number): void {
    if (this.#isDecided) return;
    if (!isFinalInvitationStatus(status)) this.#advance(status);
    else if (status.state === 'accepted') this.#decide(status);
    else {
      this.#results.push(status);
      this.#endIfAllEnded(count);
    }
  }

  #advance(status: InvitationStatus): void {
    const progress = PROGRESS.indexOf(status.state);
    if (progress <= this.#progress) return;
    this.#progress = progress;
    this.#subscriber.next(status);
  }

  #endIfAllEnded(count: number): void {
    if (this.#isDecided || this.#results.length + this.#errors.length < count) return;
    for (const state of PRECEDENCE) {
      const result = this.#results.find((candidate) => candidate.state === state);
      if (result !== undefined) return this.#decide(result);
    }
    this.#isDecided = true;
    this.#subscriber.error(this.#failure());
  }

  #decide(status: FinalInvitationStatus): void {
    if (this.#isDecided) return;
    this.#isDecided = true;
    if (status.state === 'accepted') this.#lost$.next('answeredElsewhere');
    this.#subscriber.next(status);
    this.#subscriber.complete();
  }

  #failure(): CollaborationError {
    const [first, ...others] = this.#errors;
    const { peerName } = this.#init.contact;
    if (first === undefined) {
      return new CollaborationError('UNREACHABLE', `invite: ${peerName} is at no known endpoint.`);
    }
    if (others.length === 0) return first;
    return new CollaborationError(
      first.code,
      `invite: none of the ${this.#errors.length} endpoints of ${peerName} could be invited: ${first.message}`,
      { cause: new AggregateError(this.#errors) },
    );
  }
}
