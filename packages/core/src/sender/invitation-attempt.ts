import { interval, Observable, type Subscriber, Subscription } from 'rxjs';
import { ask } from '../ask.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { EventHandle } from '../contract/event-handle.ts';
import type { InvitationHandle } from '../contract/invitations.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type {
  CancelReason,
  Invitation,
  InvitationResponse,
  Unanswered,
} from '../contract/invitations.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';
import type { FinalInvitationStatus, InvitationStatus } from './invitation-status.ts';

/** Everything that one invitation to one endpoint needs. */
export interface AttemptInit {
  readonly adapter: CollaborationAdapter;
  readonly endpoint: Endpoint;
  /** When given, the endpoint must prove to be this contact. */
  readonly contact: Contact | undefined;
  readonly invitation: Invitation;
  readonly pollIntervalMs: number | undefined;
  /** Emits when the sender stops waiting, and why. */
  readonly stop$: Observable<CancelReason>;
  readonly runtime: Runtime;
}

/** One invitation to one endpoint. Cold; behaves as documented at `invite`. */
export function attemptInvitation(init: AttemptInit): Observable<InvitationStatus> {
  return new Observable((subscriber) => {
    subscriber.next({ state: 'sending' });
    if (subscriber.closed) return undefined;
    const attempt = new InvitationAttempt(init, subscriber);
    attempt.start();
    return () => attempt.release();
  });
}

// Not from the table of all results, which is half as large as all the rest and not for apps.
const PEER_E_TIMEOUT = 0x80637005;
const PEER_E_INVITE_CANCELLED = 0x80637000;

/**
 * Owns the two handles of an invitation, and a wait or a timer. {@link release} gives all of it back:
 * at once or, while the adapter still owes a reply, when that has come.
 */
class InvitationAttempt {
  readonly #init: AttemptInit;
  readonly #subscriber: Subscriber<InvitationStatus>;
  readonly #wakeUps = new Subscription();
  #event: EventHandle | undefined;
  #handle: InvitationHandle | undefined;
  #stopReason: CancelReason | undefined;
  #isTaking = false;
  #isQuerying = false;
  #isWokenAgain = false;
  #isDelivered = false;
  #isAnswered = false;
  #isCancelling = false;
  #isCancelled = false;
  #isReleased = false;

  constructor(init: AttemptInit, subscriber: Subscriber<InvitationStatus>) {
    this.#init = init;
    this.#subscriber = subscriber;
  }

  start(): void {
    const { adapter, endpoint, contact, invitation, pollIntervalMs, stop$ } = this.#init;
    this.#wakeUps.add(stop$.subscribe((reason) => this.#stop(reason)));
    // The signal had aborted before: nothing is sent.
    if (this.#subscriber.closed) return;
    this.#isTaking = true;
    const take = (): PromiseLike<InvitationHandle> => {
      if (pollIntervalMs === undefined) {
        this.#event = adapter.createEvent();
        const wake = (): void => this.#wake();
        // An event ends under us when its adapter is closed: then too there is something to ask.
        this.#wakeUps.add(this.#event.signaled$.subscribe({ next: wake, complete: wake }));
      }
      const { invitations } = adapter;
      return contact === undefined
        ? invitations.inviteEndpoint(endpoint, invitation, this.#event)
        : invitations.inviteContact(contact, endpoint, invitation, this.#event);
    };
    ask(
      take,
      (handle) => this.#taken(handle),
      (error) => this.#refused(error),
    );
  }

  /** To be called once, when the subscriber has ended. */
  release(): void {
    this.#isReleased = true;
    this.#wakeUps.unsubscribe();
    this.#releaseHandles();
  }

  #releaseHandles(): void {
    if (!this.#isReleased || this.#isTaking || this.#isCancelling) return;
    if (this.#handle === undefined) this.#closeEvent();
    else if (this.#isAnswered || this.#isCancelled) this.#close(this.#handle);
    else this.#cancel(this.#handle, this.#stopReason ?? 'withdrawn');
  }

  #taken(handle: InvitationHandle): void {
    this.#isTaking = false;
    this.#handle = handle;
    if (this.#subscriber.closed) return this.#releaseHandles();
    this.#subscriber.next({ state: 'pending' });
    if (this.#subscriber.closed) return;
    const { pollIntervalMs, runtime } = this.#init;
    if (pollIntervalMs !== undefined) {
      this.#wakeUps.add(interval(pollIntervalMs, runtime.scheduler).subscribe(() => this.#wake()));
    } else if (this.#isWokenAgain) {
      this.#wake();
    }
  }

  #refused(error: unknown): void {
    this.#isTaking = false;
    if (this.#subscriber.closed) this.#releaseHandles();
    else this.#fail(error);
  }

  #wake(): void {
    if (this.#handle === undefined || this.#isQuerying) {
      // A poll that finds the last one under way has nothing to add; a signal has.
      this.#isWokenAgain = this.#event !== undefined;
      return;
    }
    this.#isQuerying = true;
    this.#isWokenAgain = false;
    this.#query(this.#handle, () => {
      this.#isQuerying = false;
      if (this.#isWokenAgain) this.#wake();
    });
  }

  /** Reads the response; ends the attempt if there is one, otherwise calls `onUnanswered`. */
  #query(handle: InvitationHandle, onUnanswered: () => void): void {
    ask(
      () => handle.response(),
      (response) => {
        if (this.#subscriber.closed) return;
        if (isUnanswered(response)) {
          if (response === 'delivered') this.#delivered();
          if (!this.#subscriber.closed) onUnanswered();
        } else {
          this.#answered(response);
        }
      },
      (error) => {
        if (!this.#subscriber.closed) this.#queryFailed(error);
      },
    );
  }

  #queryFailed(error: unknown): void {
    if (this.#stopReason !== undefined) return this.#finishStopped(this.#stopReason);
    const { hresult } = toCollaborationError('InvitationHandle.response', error);
    if (hresult === PEER_E_TIMEOUT) this.#finish({ state: 'expired' });
    else if (hresult === PEER_E_INVITE_CANCELLED) this.#finish({ state: 'cancelled' });
    else this.#fail(error);
  }

  #delivered(): void {
    if (this.#isDelivered) return;
    this.#isDelivered = true;
    this.#subscriber.next({ state: 'delivered' });
  }

  #answered(response: InvitationResponse): void {
    this.#isAnswered = true;
    const { endpoint } = this.#init;
    if (response.action === 'expired') return this.#finish({ state: 'expired' });
    if (response.action === 'error') return this.#fail(remoteError(endpoint, response));
    const { action, message } = response;
    this.#finish({ state: action, endpoint, ...(message === undefined ? {} : { message }) });
  }

  #stop(reason: CancelReason): void {
    if (this.#isAnswered || this.#stopReason !== undefined) return;
    this.#stopReason = reason;
    // No answer counts before response() has given it, and there is nothing to ask yet.
    if (this.#handle === undefined) this.#finishStopped(reason);
    else this.#cancel(this.#handle, reason);
  }

  #cancel(handle: InvitationHandle, reason: CancelReason): void {
    this.#isCancelling = true;
    this.#init.runtime.settle(
      'InvitationHandle.cancel',
      () => handle.cancel(reason),
      () => {
        this.#isCancelling = false;
        this.#isCancelled = true;
        if (this.#subscriber.closed) this.#releaseHandles();
        // An answer may have come first.
        else this.#query(handle, () => this.#finishStopped(reason));
      },
    );
  }

  #close(handle: InvitationHandle): void {
    this.#init.runtime.settle(
      'InvitationHandle.close',
      () => handle.close(),
      () => this.#closeEvent(),
    );
  }

  #closeEvent(): void {
    try {
      this.#event?.close();
    } catch (error) {
      this.#init.runtime.reportTeardownError('EventHandle.close', error);
    }
  }

  #finishStopped(reason: CancelReason): void {
    this.#finish(reason === 'expired' ? { state: 'expired' } : { state: 'cancelled' });
  }

  #finish(status: FinalInvitationStatus): void {
    this.#subscriber.next(status);
    this.#subscriber.complete();
  }

  #fail(error: unknown): void {
    this.#subscriber.error(toCollaborationError('invite', error));
  }
}

function isUnanswered(response: InvitationResponse | Unanswered): response is Unanswered {
  return typeof response === 'string';
}

function remoteError(
  endpoint: Endpoint,
  { hresult, message }: Extract<InvitationResponse, { action: 'error' }>,
): CollaborationError {
  return new CollaborationError(
    'REMOTE_ERROR',
    `invite: the side of ${endpoint.address} failed to process the invitation${message === undefined ? '' : `: ${message}`}`,
    hresult === undefined ? {} : { hresult },
  );
}
