import {
  type Endpoint,
  type Guid,
  type Invitation,
  LIMITS,
  type ReceivedInvitation,
} from '@beckon/core';
import {
  type AutoResetEvent,
  FairRoom,
  RateLimiter,
  type ReceptionCheck,
} from '@beckon/core/adapter';
import {
  defer,
  filter,
  firstValueFrom,
  ignoreElements,
  merge,
  type Observable,
  race,
  type SchedulerLike,
  Subject,
  timer,
} from 'rxjs';
import {
  type AcceptedInvitation,
  type AcceptedInvitations,
  receivedId,
} from '../channels/accepted-invitations.ts';
import type { EngineCounters } from '../counters.ts';
import type { Deadlines } from '../deadlines.ts';
import type { ExchangeLink } from '../link/exchange.ts';
import type { AnsweredLetters } from '../mail/answered-letters.ts';
import { LetterAnswer } from '../mail/letter-answer.ts';
import { type InvitationLetter, readLetter, writeLetter } from '../mail/letter.ts';
import type { Mail, ReceivedLetter } from '../mail/mail.ts';
import type { ResolvedLimits } from '../options.ts';
import type { DialTarget } from '../transport.ts';
import { IdSource } from '../wire/guid-bytes.ts';
import type { FailureReason, MessageOf, TimedInvitation } from '../wire/message.ts';
import { ProtocolViolation } from '../wire/protocol-violation.ts';
import { type AnswerRoute, ArrivedInvitation, type ArrivedOwner } from './arrived-invitation.ts';
import { Inbox } from './inbox.ts';
import type {
  InvitationExchange,
  InvitationTaker,
  ReceivedListener,
} from './invitation-exchange.ts';
import { MutualInvitations } from './mutual-invitations.ts';
import {
  type OutgoingInit,
  OutgoingInvitation,
  type OutgoingOwner,
  type OutgoingRoutes,
} from './outgoing-invitation.ts';

/** How long `close` waits for the confirmation of answers that are on their way, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

export interface InvitationsInit {
  readonly routes: OutgoingRoutes;
  readonly reception: ReceptionCheck;
  /** Receives every invitation that is accepted. */
  readonly accepted: AcceptedInvitations;
  readonly answeredLetters: AnsweredLetters;
  /** Keeps invitations for peers who are away, if the transport can. */
  readonly mail: () => Mail | undefined;
  /** The name of this side. */
  readonly endpointName: () => string | undefined;
  /** Whether this side knows a peer. */
  readonly knows: (peerName: string) => boolean;
  readonly limits: ResolvedLimits;
  readonly deadlines: Deadlines;
  readonly scheduler: SchedulerLike;
  readonly counters: EngineCounters;
}

/** The sender of an invitation. */
type Sender = Pick<ExchangeLink, 'peerName' | 'address' | 'origin' | 'remoteName'>;

/** All invitations of an open adapter: those that it sends, and those that it receives. */
export class Invitations implements OutgoingOwner, ArrivedOwner, InvitationTaker {
  readonly inbox = new Inbox();
  readonly #init: InvitationsInit;
  readonly #rate: RateLimiter;
  /** The rate of all peers that this side does not know, by origin. */
  readonly #originRate: RateLimiter;
  readonly #places: FairRoom<ArrivedInvitation>;
  readonly #mutual: MutualInvitations;
  readonly #outgoing = new Set<OutgoingInvitation>();
  /** By their id at this side. */
  readonly #arrived = new Map<string, ArrivedInvitation>();
  readonly #pendingOf = new Map<string, number>();
  readonly #ids = new IdSource();
  readonly #gone$ = new Subject<void>();
  readonly #peerBack$ = new Subject<string>();
  readonly #letters = new Map<ArrivedInvitation, ReceivedLetter>();
  #isClosing = false;

  constructor(init: InvitationsInit) {
    const { limits, deadlines, counters } = init;
    this.#init = init;
    this.#mutual = new MutualInvitations(deadlines);
    this.#rate = new RateLimiter(limits.rate, () => deadlines.now());
    this.#originRate = new RateLimiter(limits.originRate, () => deadlines.now());
    this.#places = new FairRoom({
      places: limits.pending,
      isIdle: ({ isAnswered }) => !isAnswered,
      evict: (arrived) => {
        counters.evictedInvitations += 1;
        arrived.evict();
      },
    });
  }

  /** Queues an invitation, and sends it as soon as the target is connected. */
  invite(target: DialTarget, invitation: Invitation, event?: AutoResetEvent): OutgoingInvitation {
    const mail = this.#init.mail();
    return this.#invite(target, invitation, {
      owner: this,
      ...(event === undefined ? {} : { event }),
      ...(mail === undefined
        ? {}
        : { absence: { untilBack: (...absent) => this.#untilBack(mail, ...absent) } }),
    });
  }

  /**
   * Resolves when the invitation has been sent or posted as a letter; rejects when neither is possible. Nobody reads
   * the answer: it counts at once.
   */
  async send(target: DialTarget, invitation: Invitation): Promise<void> {
    const mail = this.#init.mail();
    const { peerName } = target;
    if (mail === undefined || peerName === undefined) return this.#sendNow(target, invitation);
    // Also to a peer that is there: a letter survives a crash of either side.
    const timed = timedInvitation(invitation);
    const content = writeLetter(this.#init.endpointName(), this.#ids.next(), timed);
    await mail.post({ to: peerName, content, expiresInMs: timed.expiresInMs });
  }

  /** A peer has connected that may have been away. */
  onPeerBack(peerName: string): void {
    this.#peerBack$.next(peerName);
  }

  #sendNow(target: DialTarget, invitation: Invitation): Promise<void> {
    return new Promise((resolve, reject) => {
      const owner: OutgoingOwner = {
        onAccepted: (...accepted) => this.onAccepted(...accepted),
        onSent: (sent, peerName) => {
          this.onSent(sent, peerName);
          resolve();
        },
        onUnsent: (...unsent) => this.onUnsent(...unsent),
        onEnded: (ended) => {
          this.onEnded(ended);
          ended.response().then(() => resolve(), reject);
        },
      };
      this.#invite(target, invitation, { owner }).release();
    });
  }

  /** Whether this side has accepted a received invitation, and its sender's confirmation is not here yet. */
  isAccepting(id: string): boolean {
    return this.#arrived.get(id)?.isAccepting === true;
  }

  /** Whether there is such an invitation from the peer. */
  isAcceptingFrom(peerName: string): boolean {
    for (const arrived of this.#arrived.values()) {
      if (arrived.peerName === peerName && arrived.isAccepting) return true;
    }
    return false;
  }

  /** Whether this side has invited the peer and waits. It has consented to hear from the peer then. */
  hasInvited(peerName: string): boolean {
    for (const { recipient } of this.#outgoing) if (recipient === peerName) return true;
    return false;
  }

  /** Refuses a peer from now on. Its unanswered invitations fail as unreachable. */
  endPeer(peerName: string): void {
    for (const arrived of [...this.#arrived.values()]) {
      if (arrived.peerName === peerName) arrived.discard();
    }
  }

  /**
   * Ends everything: sent invitations are withdrawn, and received ones fail as unreachable. The sender may have read
   * an answer that is on its way, so this waits a moment for the confirmation.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.inbox.endFeed();
    for (const outgoing of [...this.#outgoing]) outgoing.onAdapterClosed();
    for (const arrived of [...this.#arrived.values()]) if (!arrived.isAnswered) arrived.discard();
    if (this.#arrived.size > 0) {
      await firstValueFrom(race(this.#gone$, timer(CLOSE_GRACE_MS, this.#init.scheduler)));
    }
    this.inbox.close();
    for (const arrived of [...this.#arrived.values()]) arrived.discard();
  }

  onSent(outgoing: OutgoingInvitation, peerName: string): void {
    this.#mutual.addSent(peerName, outgoing);
  }

  onUnsent(
    outgoing: OutgoingInvitation,
    exchange: InvitationExchange,
    agreedIds: readonly Guid[] | undefined,
  ): void {
    this.#mutual.deleteSent(exchange, outgoing, agreedIds);
  }

  onAccepted(outgoing: OutgoingInvitation, { link }: InvitationExchange): string {
    const { peerName, origin } = link;
    const holder = { peerName, origin, isKnown: this.#init.knows(peerName) };
    const { id, address, joins } = outgoing;
    // The peer has consented to both: its answer to the other one is on its way.
    const joined =
      joins?.isAccepting === true || joins?.state === 'accepted'
        ? this.#rememberReceived(joins)
        : undefined;
    const accepted = joined ?? { id, wireId: id, peerName, target: { address, peerName } };
    this.#init.accepted.add(id, accepted, holder);
    return accepted.id;
  }

  onEnded(ended: OutgoingInvitation | ArrivedInvitation): void {
    if (ended instanceof OutgoingInvitation) {
      this.#outgoing.delete(ended);
      return;
    }
    if (ended.state === 'accepted') this.#rememberReceived(ended);
    this.inbox.settle(ended);
  }

  onArrived(arrived: ArrivedInvitation): void {
    // The sender of a letter may be away, so a crossing invitation cannot wait for it.
    if (this.#letters.has(arrived)) return;
    this.#mutual.addArrived(arrived);
  }

  onTaken(arrived: ArrivedInvitation): void {
    this.inbox.add(arrived);
  }

  onRefused(): void {
    this.#init.counters.refusedByReception += 1;
  }

  onGone(arrived: ArrivedInvitation): void {
    this.#arrived.delete(arrived.invitation.id);
    this.#places.delete(arrived);
    this.#count(arrived.peerName, -1);
    this.#mutual.deleteArrived(arrived);
    // A letter without an answer comes again after this side has left.
    const isOver = arrived.state === 'accepted' || arrived.state === 'declined';
    if (isOver || !this.#isClosing) this.#letters.get(arrived)?.done();
    this.#letters.delete(arrived);
    if (this.#arrived.size === 0) this.#gone$.next();
  }

  onInvite(
    exchange: InvitationExchange,
    invite: MessageOf<'invite'>,
  ): ReceivedListener | FailureReason {
    const { peerName } = exchange.link;
    const id = receivedId(invite.id, peerName);
    if (this.#arrived.has(id) || this.inbox.has(id)) {
      throw new ProtocolViolation('unexpectedFrames', 'An invitation has an id that was used.');
    }
    return this.#take(id, exchange.link, invite, exchange);
  }

  /** A letter has come, perhaps not for the first time. */
  onLetter(letter: ReceivedLetter): void {
    const { counters, answeredLetters, reception, scheduler } = this.#init;
    if (reception.blocks(letter.from)) {
      counters.refusedByReception += 1;
      return letter.done();
    }
    let read: InvitationLetter;
    try {
      read = readLetter(letter.content);
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      counters[error.counter] += 1;
      return letter.done();
    }
    const { hello, invite } = read;
    const { from, address, expiresInMs } = letter;
    const id = receivedId(invite.id, from);
    if (answeredLetters.has(id)) return letter.done();
    // The invitation came over a link already, and its outcome is that of the letter too.
    if (this.#arrived.has(id)) return;
    if (this.inbox.has(id) || expiresInMs <= 0) return letter.done();
    const sender = { peerName: from, address, origin: from, remoteName: hello.name };
    const timed = { ...invite, invitation: { ...invite.invitation, expiresInMs } };
    const answer = new LetterAnswer(() => {
      const remembered = answeredLetters.add({ id, until: scheduler.now() + expiresInMs });
      void remembered.then(() => this.#arrived.get(id)?.onConfirmed());
    });
    const arrived = this.#take(id, sender, timed, answer);
    // A letter over a limit comes again later.
    if (typeof arrived === 'string') return;
    this.#letters.set(arrived, letter);
    arrived.onArrived();
  }

  /** Finds a place for an invitation, or returns the reason why there is none. */
  #take(
    id: string,
    sender: Sender,
    invite: MessageOf<'invite'>,
    exchange: AnswerRoute,
  ): ArrivedInvitation | FailureReason {
    const { limits, counters, reception, deadlines, scheduler, knows } = this.#init;
    const { peerName, origin } = sender;
    const holder = { peerName, origin, isKnown: knows(peerName) };
    // A peer that may not invite sees the same as when nobody is here.
    if (this.#isClosing) return 'unreachable';
    if (reception.blocks(peerName)) {
      counters.refusedByReception += 1;
      return 'unreachable';
    }
    if (!this.#rate.take(peerName) || !(holder.isKnown || this.#originRate.take(origin))) {
      counters.refusedByRate += 1;
      return 'unreachable';
    }
    const expiresInMs = Math.min(invite.invitation.expiresInMs, limits.lifetimeMs);
    const arrived = new ArrivedInvitation({
      invitation: received(id, sender, invite, scheduler.now() + expiresInMs),
      wireId: invite.id,
      expiresInMs,
      exchange,
      holder,
      reception,
      deadlines,
      owner: this,
    });
    const isOver = (this.#pendingOf.get(peerName) ?? 0) >= limits.pendingPerPeer;
    if (isOver || !this.#places.take(arrived, holder)) {
      counters.refusedByPending += 1;
      return 'unreachable';
    }
    this.#arrived.set(id, arrived);
    this.#count(peerName, 1);
    return arrived;
  }

  /** An invitation that answers one of this side's own shares the channel of that one. */
  #rememberReceived({
    invitation,
    wireId,
    peerName,
    holder,
    joins,
  }: ArrivedInvitation): AcceptedInvitation {
    const { accepted } = this.#init;
    const { id } = invitation;
    const first = joins === undefined ? undefined : accepted.get(joins.id);
    const remembered = first ?? { id, wireId, peerName, target: undefined };
    accepted.add(id, remembered, holder);
    return accepted.get(id) ?? remembered;
  }

  #invite(
    target: DialTarget,
    invitation: Invitation,
    {
      event,
      owner,
      absence,
    }: Pick<OutgoingInit, 'owner'> & Partial<Pick<OutgoingInit, 'event' | 'absence'>>,
  ): OutgoingInvitation {
    const { routes, deadlines } = this.#init;
    const outgoing = new OutgoingInvitation({
      target,
      routes,
      invitation: timedInvitation(invitation),
      ids: this.#ids,
      event,
      deadlines,
      owner,
      absence,
    });
    this.#outgoing.add(outgoing);
    outgoing.start();
    return outgoing;
  }

  /** Asks a peer who is away to connect when it is back. Emits when it does; errors when the mail takes no letter. */
  #untilBack(mail: Mail, peerName: string, expiresInMs: number): Observable<unknown> {
    const request = { to: peerName, content: new Uint8Array(), expiresInMs };
    return merge(
      this.#peerBack$.pipe(filter((back) => back === peerName)),
      defer(() => mail.post(request)).pipe(ignoreElements()),
    );
  }

  #count(peerName: string, change: number): void {
    const count = (this.#pendingOf.get(peerName) ?? 0) + change;
    if (count === 0) this.#pendingOf.delete(peerName);
    else this.#pendingOf.set(peerName, count);
  }
}

/** A copy to be sent. It may be sent later, and the app may change its own bytes before. */
function timedInvitation({
  applicationId,
  message,
  data,
  expiresInMs = LIMITS.invitationLifetimeMs,
}: Invitation): TimedInvitation {
  return {
    applicationId,
    expiresInMs,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data: new Uint8Array(data) }),
  };
}

function received(
  id: string,
  { peerName, address, remoteName }: Sender,
  { invitation }: MessageOf<'invite'>,
  expiresAt: number,
): ReceivedInvitation {
  const { applicationId, message, data } = invitation;
  const endpoint: Endpoint = {
    address,
    ...(remoteName === undefined ? {} : { name: remoteName }),
  };
  return {
    id,
    from: { endpoint, contact: { peerName }, isVerified: true },
    applicationId,
    expiresAt,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
  };
}
