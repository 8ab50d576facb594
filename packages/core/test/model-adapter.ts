import { Subject } from 'rxjs';
import { AutoResetEvent, type EventHandle, type InvitationHandle } from '../src/adapter.ts';
import {
  type CancelReason,
  type CollaborationAdapter,
  CollaborationError,
  type InvitationResponse,
  type Unanswered,
} from '../src/index.ts';
import { errorFromHresult, hresultValue } from '../src/hresults.ts';
import { replyFrom } from './virtual-reply.ts';

/** The state of an invitation, as the recipient has been told. */
export type RecipientView =
  'ringing' | 'accepted' | 'declined' | CancelReason | 'failed' | undefined;

interface ModelInvitation {
  recipient: RecipientView;
  /** The answer or failure that has reached the sender's side, and whether `response()` has given it. */
  outcome: InvitationResponse | CollaborationError | undefined;
  isOutcomeRead: boolean;
  isShown: boolean;
  cancelReason: CancelReason | undefined;
  closeCount: number;
  readonly event: AutoResetEvent | undefined;
}

/**
 * An adapter that keeps the contract to the letter, with every reply in the hands of the test: a call
 * takes effect when {@link processNext} runs it, and its reply comes when {@link deliver} picks it.
 */
export class ModelAdapter {
  readonly invitations: ModelInvitation[] = [];
  readonly events: { readonly event: AutoResetEvent; closeCount: number }[] = [];
  readonly #calls: (() => void)[] = [];
  readonly #replies: (() => void)[] = [];

  readonly adapter: CollaborationAdapter = {
    name: 'model',
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    createEvent: () => this.#createEvent(),
    identity: {} as CollaborationAdapter['identity'],
    invitations: {
      reportsDelivery: true,
      carriesReply: true,
      inviteEndpoint: (_endpoint, _invitation, event) => this.#call(() => this.#invite(event)),
      inviteContact: (_contact, _endpoint, _invitation, event) =>
        this.#call(() => this.#invite(event)),
      sendToEndpoint: () => this.#call(() => undefined),
      sendToContact: () => this.#call(() => undefined),
    },
  };

  /** Whether the next invitation is refused. */
  isRefusing = false;

  get hasWork(): boolean {
    return this.#calls.length + this.#replies.length > 0;
  }

  /** Runs the oldest call that waits. */
  processNext(): void {
    this.#calls.shift()?.();
  }

  /** Lets a reply arrive. The number selects it. */
  deliver(choice: number): void {
    this.#replies.splice(choice % Math.max(this.#replies.length, 1), 1)[0]?.();
  }

  /** The recipient's side shows the invitation. */
  show(choice: number): void {
    const invitation = this.#ringing(choice);
    if (invitation === undefined) return;
    invitation.isShown = true;
    invitation.event?.set();
  }

  /** The recipient answers, or the invitation fails. */
  answer(choice: number, outcome: NonNullable<ModelInvitation['outcome']>): void {
    const invitation = this.#ringing(choice);
    if (invitation === undefined) return;
    invitation.outcome = outcome;
    invitation.event?.set();
  }

  /** Signals an event without a change. */
  signal(choice: number): void {
    this.events[choice % Math.max(this.events.length, 1)]?.event.set();
  }

  #ringing(choice: number): ModelInvitation | undefined {
    const ringing = this.invitations.filter((it) => it.recipient === 'ringing' && !it.outcome);
    return ringing[choice % Math.max(ringing.length, 1)];
  }

  #call<T>(effect: () => T): PromiseLike<T> {
    const reply$ = new Subject<T>();
    this.#calls.push(() => {
      let reply: () => void;
      try {
        const value = effect();
        reply = () => reply$.next(value);
      } catch (error) {
        reply = () => reply$.error(error);
      }
      this.#replies.push(reply);
    });
    return replyFrom(reply$);
  }

  #createEvent(): EventHandle {
    const entry = { event: new AutoResetEvent(), closeCount: 0 };
    this.events.push(entry);
    return {
      signaled$: entry.event.signaled$,
      close() {
        entry.closeCount++;
        entry.event.close();
      },
    };
  }

  #invite(handle: EventHandle | undefined): InvitationHandle {
    if (this.isRefusing) throw new CollaborationError('INVALID_ARGUMENT', 'refused');
    // One event is made just before each invitation that has one.
    const event =
      handle === undefined
        ? undefined
        : this.events.find((entry) => entry.event.signaled$ === handle.signaled$)?.event;
    const invitation: ModelInvitation = {
      recipient: 'ringing',
      outcome: undefined,
      isOutcomeRead: false,
      isShown: false,
      cancelReason: undefined,
      closeCount: 0,
      event,
    };
    this.invitations.push(invitation);
    return {
      response: () => this.#call(() => this.#response(invitation)),
      cancel: (reason) => this.#call(() => this.#cancel(invitation, reason)),
      close: () =>
        this.#call(() => {
          invitation.closeCount++;
        }),
    };
  }

  #response(invitation: ModelInvitation): InvitationResponse | Unanswered {
    if (invitation.cancelReason !== undefined) {
      throw errorFromHresult('response', hresultValue('PEER_E_INVITE_CANCELLED'));
    }
    const { outcome } = invitation;
    if (outcome === undefined) return invitation.isShown ? 'delivered' : 'pending';
    invitation.isOutcomeRead = true;
    invitation.recipient = viewOf(outcome);
    if (outcome instanceof CollaborationError) throw outcome;
    return outcome;
  }

  #cancel(invitation: ModelInvitation, reason: CancelReason): void {
    if (invitation.isOutcomeRead || invitation.cancelReason !== undefined) return;
    invitation.cancelReason = reason;
    invitation.recipient = reason;
  }
}

function viewOf(outcome: InvitationResponse | CollaborationError): RecipientView {
  if (outcome instanceof CollaborationError || outcome.action === 'error') return 'failed';
  return outcome.action;
}
