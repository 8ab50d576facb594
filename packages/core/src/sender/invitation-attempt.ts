import { interval, type Observer, type Subscription } from 'rxjs';
import { ask } from '../ask.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { EventHandle } from '../contract/event-handle.ts';
import type {
  CancelReason,
  Invitation,
  InvitationHandle,
  InvitationResponse,
  Unanswered,
} from '../contract/invitations.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { Runtime } from '../runtime.ts';
import {
  DELIVERED,
  CANCELLED,
  endOfWait,
  EXPIRED,
  type InvitationStatus,
  isFinalInvitationStatus,
  PENDING,
} from './invitation-status.ts';
import {
  INVITATION_TRANSITIONS,
  type InvitationInput,
  type InvitationPhase,
} from './invitation-transitions.ts';
import type { InvitingAdapter } from './inviting-adapter.ts';

/** An invitation and its adapter: the same for every endpoint, and for every subscription. */
export interface Sending {
  /** The function that the app has called, for messages. */
  readonly operation: string;
  readonly adapter: InvitingAdapter;
  readonly invitation: Invitation;
  readonly pollIntervalMs: number | undefined;
  readonly runtime: Runtime;
}

// The table of all results is half as large as the rest of core, and apps do not need it.
const PEER_E_TIMEOUT = 0x80637005;
const PEER_E_INVITE_CANCELLED = 0x80637000;

/**
 * One invitation to one endpoint. It goes through the phases of {@link INVITATION_TRANSITIONS}. It owns
 * the event, the invitation handle, and its wake-ups: the wait for the event, or the timer of the poll.
 * All of these are released after the end, or after a last reply that the adapter still owes.
 */
export class InvitationAttempt {
  readonly #sending: Sending;
  readonly #endpoint: Endpoint;
  /** When given, the endpoint must prove to be this contact. */
  readonly #contact: Contact | undefined;
  readonly #observer: Observer<InvitationStatus>;
  #phase: InvitationPhase = 'sending';
  #event: EventHandle | undefined;
  /** Set before the first phase that uses it. */
  #handle!: InvitationHandle;
  #wakeUps: Subscription | undefined;
  /** Whether a signal has come since the last question. */
  #isSignaled = false;
  #isDelivered = false;
  #stopReason: CancelReason | undefined;

  /** @param observer - Gets every status after `sending`. It is not called after {@link unsubscribe}. */
  constructor(
    sending: Sending,
    endpoint: Endpoint,
    contact: Contact | undefined,
    observer: Observer<InvitationStatus>,
  ) {
    this.#sending = sending;
    this.#endpoint = endpoint;
    this.#contact = contact;
    this.#observer = observer;
  }

  start(): void {
    ask(
      () => this.#send(),
      (handle) => this.#sent(handle),
      (error) => this.#on('refused', toCollaborationError(this.#sending.operation, error)),
    );
  }

  /** Ends the sender's wait, and so the invitation, unless an answer came first. */
  stop(reason: CancelReason): void {
    this.#stopReason ??= reason;
    this.#on('stopped', endOfWait(this.#stopReason));
  }

  /** Nobody listens any more. */
  unsubscribe(): void {
    this.#wakeUps?.unsubscribe();
    this.#on('left');
  }

  /** @param news - The status or error for the subscriber, if the transition emits one. */
  #on(input: InvitationInput, news?: InvitationStatus | CollaborationError): void {
    const transition = INVITATION_TRANSITIONS[this.#phase][input];
    if (transition === undefined) return;
    this.#phase = transition.to;
    if (transition.emits !== undefined && news !== undefined) this.#emit(news);
    switch (transition.does) {
      case 'listen':
        if (this.#isSignaled) this.#on('signaled');
        return;
      case 'ask':
        return this.#ask();
      case 'cancel':
        return this.#cancel();
      case 'confirm':
        return this.#confirm();
      case 'close':
        return this.#close();
      case 'closeEvent':
        return this.#sending.runtime.closeEvent(this.#event);
    }
  }

  #emit(news: InvitationStatus | CollaborationError): void {
    const observer = this.#observer;
    if ('state' in news) {
      observer.next(news);
      if (!isFinalInvitationStatus(news)) return;
      observer.complete();
    } else {
      observer.error(news);
    }
    this.#wakeUps?.unsubscribe();
  }

  #send(): PromiseLike<InvitationHandle> {
    const { adapter, invitation, pollIntervalMs } = this.#sending;
    if (pollIntervalMs === undefined) {
      this.#event = adapter.createEvent();
      const wake = (): void => {
        this.#isSignaled = true;
        this.#on('signaled');
      };
      // The event completes when the adapter is closed. The response then says how the invitation ended.
      this.#wakeUps = this.#event.signaled$.subscribe({ next: wake, complete: wake });
    }
    return this.#contact === undefined
      ? adapter.invitations.inviteEndpoint(this.#endpoint, invitation, this.#event)
      : adapter.invitations.inviteContact(this.#contact, this.#endpoint, invitation, this.#event);
  }

  #sent(handle: InvitationHandle): void {
    this.#handle = handle;
    this.#on('sent', PENDING);
    const { pollIntervalMs, runtime } = this.#sending;
    if (pollIntervalMs === undefined || this.#phase !== 'waiting') return;
    // A poll is skipped while the last question is still under way.
    this.#wakeUps = interval(pollIntervalMs, runtime.scheduler).subscribe(() =>
      this.#on('signaled'),
    );
  }

  #ask(): void {
    this.#isSignaled = false;
    this.#readResponse(
      (why) => {
        if (why === 'pending' || this.#isDelivered) return this.#on('unanswered');
        this.#isDelivered = true;
        this.#on('delivered', DELIVERED);
      },
      (error) => this.#on('failed', this.#failure(error)),
    );
  }

  #cancel(): void {
    this.#sending.runtime.settle(
      'InvitationHandle.cancel',
      () => this.#handle.cancel(this.#stopReason ?? 'withdrawn'),
      () => this.#on('cancelled'),
    );
  }

  /** Asks whether an answer came before the cancel. */
  #confirm(): void {
    const confirmed = (): void => this.#on('confirmed', endOfWait(this.#stopReason));
    this.#readResponse(confirmed, confirmed);
  }

  #readResponse(onUnanswered: (why: Unanswered) => void, onError: (error: unknown) => void): void {
    ask(
      () => this.#handle.response(),
      (response) => {
        if (typeof response === 'string') onUnanswered(response);
        else this.#on('answered', this.#newsOf(response));
      },
      onError,
    );
  }

  #close(): void {
    this.#sending.runtime.settle(
      'InvitationHandle.close',
      () => this.#handle.close(),
      () => this.#on('released'),
    );
  }

  #newsOf(response: InvitationResponse): InvitationStatus | CollaborationError {
    const endpoint = this.#endpoint;
    if (response.action === 'expired') return EXPIRED;
    if (response.action === 'error') {
      return remoteError(this.#sending.operation, endpoint, response);
    }
    const { action: state, ...reply } = response;
    const data = 'data' in reply && reply.data && { data: new Uint8Array(reply.data) };
    return { state, endpoint, ...reply, ...data };
  }

  #failure(error: unknown): InvitationStatus | CollaborationError {
    const failure = toCollaborationError(this.#sending.operation, error);
    if (failure.hresult === PEER_E_TIMEOUT) return EXPIRED;
    if (failure.hresult === PEER_E_INVITE_CANCELLED) return CANCELLED;
    return failure;
  }
}

function remoteError(
  operation: string,
  { address }: Endpoint,
  { hresult, message }: Extract<InvitationResponse, { action: 'error' }>,
): CollaborationError {
  return new CollaborationError(
    'REMOTE_ERROR',
    `${operation}: the side of ${address} failed to process the invitation${message === undefined ? '' : `: ${message}`}`,
    { hresult },
  );
}
