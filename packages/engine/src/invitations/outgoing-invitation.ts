import {
  type CancelReason,
  CollaborationError,
  type Guid,
  type InvitationResponse,
  isCollaborationError,
  type Unanswered,
} from '@beckon/core';
import { type AutoResetEvent, checkContent, type InvitationHandle } from '@beckon/core/adapter';
import { errorFromHresult, hresultValue } from '@beckon/core/hresults';
import { type Observable, type Subscription, take } from 'rxjs';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { DialTarget } from '../transport.ts';
import type { IdSource } from '../wire/guid-bytes.ts';
import type { FailureReason, MessageOf, TimedInvitation } from '../wire/message.ts';
import type { ArrivedInvitation } from './arrived-invitation.ts';
import type { InvitationExchange, SentListener } from './invitation-exchange.ts';

const PEER_E_INVITE_CANCELLED = /* @__PURE__ */ hresultValue('PEER_E_INVITE_CANCELLED');
const PEER_E_CONNECTION_FAILED = /* @__PURE__ */ hresultValue('PEER_E_CONNECTION_FAILED');

/** Where invitations are sent. */
export interface OutgoingRoutes {
  /** The exchange of a link that is open with the target. */
  find(target: DialTarget): InvitationExchange | undefined;
  /** Reaches the target, emits once, and completes. Unsubscribing cancels the attempt. */
  dial(target: DialTarget): Observable<InvitationExchange>;
}

/** Hears where an invitation is, so that invitations that cross can be matched. */
export interface OutgoingOwner {
  /**
   * The invitation is accepted, and the answer counts. Called once, before the other functions.
   *
   * @returns The id by which apps open the channel of the invitation.
   */
  onAccepted(outgoing: OutgoingInvitation, exchange: InvitationExchange): string;
  /** The invitation has been sent to `peerName`. */
  onSent(outgoing: OutgoingInvitation, peerName: string): void;
  /**
   * The invitation does not wait at the peer any more: it has ended, or is to be sent again.
   *
   * @param exchange - The exchange that it was sent over.
   * @param agreedIds - When it was accepted: the peer's own invitations that are accepted with it.
   */
  onUnsent(
    outgoing: OutgoingInvitation,
    exchange: InvitationExchange,
    agreedIds: readonly Guid[] | undefined,
  ): void;
  /** The invitation has ended. Called once. */
  onEnded(outgoing: OutgoingInvitation): void;
}

export interface OutgoingInit {
  readonly target: DialTarget;
  readonly invitation: TimedInvitation;
  readonly routes: OutgoingRoutes;
  readonly ids: IdSource;
  readonly event: AutoResetEvent | undefined;
  readonly deadlines: Deadlines;
  readonly owner: OutgoingOwner;
  /** Waits for a recipient who is away. `undefined`: the invitation fails when the recipient is away. */
  readonly absence: Absence | undefined;
}

/** How an invitation waits while its recipient is away. */
export interface Absence {
  /** Emits when the peer may be back; errors when waiting is impossible. */
  untilBack(peerName: string, expiresInMs: number): Observable<unknown>;
}

type Outcome = InvitationResponse | CollaborationError;

/**
 * One invitation that this side sends. The answer counts when {@link response} returns it. The peer is told then, and
 * not before.
 */
export class OutgoingInvitation implements InvitationHandle, SentListener {
  readonly #init: OutgoingInit;
  readonly #deadline: number;
  #cancelExpiry: CancelDeadline | undefined;
  #dial: Subscription | undefined;
  /** The peer's invitation that this one answers: the two have crossed, and the peer's came first. */
  joins: ArrivedInvitation | undefined;
  #id: Guid;
  #exchange: InvitationExchange | undefined;
  #progress: Unanswered = 'pending';
  #answer: MessageOf<'answer'> | undefined;
  #outcome: Outcome | undefined;
  #isReleased = false;
  #isResent = false;
  #isAdapterClosed = false;

  constructor(init: OutgoingInit) {
    this.#init = init;
    this.#id = init.ids.next();
    this.#deadline = init.deadlines.now() + init.invitation.expiresInMs;
  }

  get id(): Guid {
    return this.#id;
  }

  get applicationId(): Guid {
    return this.#init.invitation.applicationId;
  }

  /** The peer that the invitation goes to, if it is known. */
  get recipient(): string | undefined {
    return this.#exchange?.link.peerName ?? this.#init.target.peerName;
  }

  get address(): string {
    return this.#init.target.address;
  }

  /** Connects and sends. Called once. */
  start(): void {
    const { deadlines, invitation } = this.#init;
    this.#cancelExpiry = deadlines.add(invitation.expiresInMs, () => this.#stop('expired'));
    this.#connect();
  }

  async response(): Promise<InvitationResponse | Unanswered> {
    if (this.#answer !== undefined && this.#outcome === undefined) this.#settleAnswer(this.#answer);
    if (this.#outcome === undefined) return this.#progress;
    if (this.#outcome instanceof CollaborationError) throw this.#outcome;
    return this.#outcome;
  }

  async cancel(reason: CancelReason): Promise<void> {
    checkContent.cancelReason('InvitationHandle.cancel', reason);
    this.#stop(reason);
  }

  async close(): Promise<void> {
    if (this.#isAdapterClosed) return;
    if (this.#isReleased) {
      throw new CollaborationError(
        'CLOSED',
        'InvitationHandle.close: the handle is closed already.',
      );
    }
    this.release();
  }

  /** Nobody waits for the response any more: an answer counts as soon as it comes. */
  release(): void {
    this.#isReleased = true;
    if (this.#answer !== undefined && this.#outcome === undefined) this.#settleAnswer(this.#answer);
  }

  /** The adapter is being closed. */
  onAdapterClosed(): void {
    this.#isAdapterClosed = true;
    this.#exchange?.withdraw(this.#id, 'withdrawn');
    this.#end(
      new CollaborationError('CLOSED', 'The adapter was closed while the invitation was pending.'),
    );
  }

  onDelivered(): void {
    this.#progress = 'delivered';
    this.#signal();
  }

  onAnswer(answer: MessageOf<'answer'>): void {
    this.#answer = answer;
    if (this.#isReleased) this.#settleAnswer(answer);
    this.#signal();
  }

  onFailure(reason: FailureReason, hresult: number | undefined): void {
    const details = hresult === undefined ? {} : { hresult };
    switch (reason) {
      case 'unreachable':
        this.#unsent(undefined);
        return this.#onGone();
      case 'expired':
        return this.#end({ action: 'expired' });
      case 'internal':
        return this.#end({ action: 'error', ...details });
      case 'incompatible':
        return this.#end(
          new CollaborationError(
            'INCOMPATIBLE',
            `The invitation to ${this.#init.target.address} failed: the application is not registered there.`,
            details,
          ),
        );
    }
  }

  onLost(isUnseen: boolean): void {
    this.#unsent(undefined);
    // Only once: a peer that keeps leaving is not reachable.
    if (!isUnseen || this.#isResent) return this.#onGone();
    this.#isResent = true;
    this.#id = this.#init.ids.next();
    this.#connect();
  }

  #connect(): void {
    const { routes, target } = this.#init;
    const open = routes.find(target);
    if (open !== undefined) return this.#send(open);
    this.#dial = routes.dial(target).subscribe({
      next: (exchange) => this.#send(exchange),
      error: (error: unknown) =>
        isCollaborationError(error) ? this.#end(error) : this.#onAway(error),
    });
  }

  /** The recipient has left, and does not have the invitation any more. */
  #onGone(): void {
    this.#id = this.#init.ids.next();
    this.#answer = undefined;
    this.#progress = 'pending';
    this.#onAway();
  }

  #onAway(cause?: unknown): void {
    const { absence, deadlines } = this.#init;
    const peerName = this.#init.target.peerName;
    if (absence === undefined || peerName === undefined) return this.#unreachable(cause);
    this.#dial = absence
      .untilBack(peerName, Math.max(1, this.#deadline - deadlines.now()))
      .pipe(take(1))
      .subscribe({
        next: () => this.#connect(),
        error: (error: unknown) => this.#unreachable(error),
      });
  }

  #send(exchange: InvitationExchange): void {
    const { deadlines, invitation, owner } = this.#init;
    const expiresInMs = Math.max(1, Math.ceil(this.#deadline - deadlines.now()));
    this.#exchange = exchange;
    exchange.invite(this.#id, { ...invitation, expiresInMs }, this);
    if (this.#exchange === exchange) owner.onSent(this, exchange.link.peerName);
  }

  #settleAnswer({ isAccepted, message, data }: MessageOf<'answer'>): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    exchange.confirm(this.#id);
    const text = message === undefined ? {} : { message };
    if (!isAccepted) return this.#end({ action: 'declined', ...text });
    const invitationId = this.#init.owner.onAccepted(this, exchange);
    this.#end({
      action: 'accepted',
      ...text,
      ...(data === undefined ? {} : { data }),
      invitationId,
    });
  }

  #stop(reason: CancelReason): void {
    if (this.#outcome !== undefined) return;
    this.#exchange?.withdraw(this.#id, reason);
    this.#end(
      reason === 'expired'
        ? { action: 'expired' }
        : errorFromHresult('InvitationHandle.response', PEER_E_INVITE_CANCELLED),
    );
  }

  #unreachable(cause?: unknown): void {
    this.#end(
      new CollaborationError(
        'UNREACHABLE',
        `The invitation cannot reach ${this.#init.target.address}: nobody is there, or nobody there takes invitations.`,
        { hresult: PEER_E_CONNECTION_FAILED, cause },
      ),
    );
  }

  #unsent(agreedIds: readonly Guid[] | undefined): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (exchange !== undefined) this.#init.owner.onUnsent(this, exchange, agreedIds);
  }

  #end(outcome: Outcome): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#cancelExpiry?.();
    this.#dial?.unsubscribe();
    const isAccepted = !(outcome instanceof CollaborationError) && outcome.action === 'accepted';
    this.#unsent(isAccepted ? (this.#answer?.agreesTo ?? []) : undefined);
    this.#init.owner.onEnded(this);
    this.#signal();
  }

  #signal(): void {
    this.#init.event?.set();
  }
}
