import {
  type AutoResetEvent,
  type Endpoint,
  type Guid,
  type Invitation,
  LIMITS,
  type ReceivedInvitation,
} from '@beckon/core';
import { interval, type SchedulerLike, Subscription } from 'rxjs';
import type { Libp2pCounters } from './counters.ts';
import { MutualInvitations } from './mutual-invitations.ts';
import { Deadlines } from './deadlines.ts';
import type { ResolvedLimits } from './options.ts';
import type { PeerChannel } from './protocol/byte-channel.ts';
import { IdSource } from './protocol/guid-bytes.ts';
import type { FailureReason, MessageOf } from './protocol/message.ts';
import type { PeerSession, ReceivedListener } from './protocol/peer-session.ts';
import { ProtocolViolation } from './protocol/protocol-violation.ts';
import { Inbox } from './recipient/inbox.ts';
import { type EntryOwner, InboxEntry } from './recipient/inbox-entry.ts';
import { RateLimiter } from './recipient/rate-limit.ts';
import { OutgoingInvitation, type OutgoingOwner } from './sender/outgoing-invitation.ts';
import { SessionPool } from './session-pool.ts';
import type { DialTarget, Transport } from './transport.ts';

export interface InvitationEngineInit {
  readonly transport: Transport;
  readonly name: string | undefined;
  readonly isAdmitted: (peerName: string) => boolean;
  readonly limits: ResolvedLimits;
  readonly counters: Libp2pCounters;
  readonly scheduler: SchedulerLike;
}

/** Sends and receives invitations over a transport, from {@link start} to {@link close}. */
export class InvitationEngine implements OutgoingOwner, EntryOwner {
  readonly inbox = new Inbox();
  readonly #init: InvitationEngineInit;
  readonly #pool: SessionPool;
  readonly #rate: RateLimiter;
  readonly #mutual: MutualInvitations;
  readonly #outgoing = new Set<OutgoingInvitation>();
  readonly #pendingOf = new Map<string, number>();
  readonly #ids = new IdSource();
  readonly #deadlines: Deadlines;
  readonly #ticks = new Subscription();

  constructor(init: InvitationEngineInit) {
    const { transport, name, limits, counters, scheduler } = init;
    this.#init = init;
    this.#deadlines = new Deadlines(scheduler);
    this.#mutual = new MutualInvitations(this.#deadlines);
    this.#rate = new RateLimiter(limits.rate, () => this.#deadlines.now());
    this.#pool = new SessionPool({
      transport,
      name,
      timing: limits.timing,
      dialTimeoutMs: limits.dialTimeoutMs,
      scheduler,
      counters,
      onInvite: (session, invite) => this.#onInvite(session, invite),
    });
  }

  async start(): Promise<void> {
    const { transport, limits, scheduler } = this.#init;
    await transport.start((channel) => this.#onChannel(channel));
    this.#ticks.add(
      interval(limits.timing.tickMs, scheduler).subscribe(() => {
        this.#pool.tick();
        this.#deadlines.tick();
        this.#rate.prune();
      }),
    );
  }

  /** Tells every peer, fails what is pending with `CLOSED`, and stops the transport. */
  async close(): Promise<void> {
    this.#ticks.unsubscribe();
    for (const outgoing of [...this.#outgoing]) outgoing.onClosed();
    this.inbox.close();
    this.#deadlines.close();
    await this.#pool.close();
    await this.#init.transport.stop();
  }

  /** Queues an invitation, and sends it as soon as the target is connected. */
  invite(target: DialTarget, invitation: Invitation, event?: AutoResetEvent): OutgoingInvitation {
    return this.#invite(target, invitation, event, this);
  }

  /** Resolves when the invitation has been sent, rejects when it cannot be; its answer counts unseen. */
  send(target: DialTarget, invitation: Invitation): Promise<void> {
    return new Promise((resolve, reject) => {
      const outgoing = this.#invite(target, invitation, undefined, {
        onSent: (sent, peerName) => {
          this.onSent(sent, peerName);
          resolve();
        },
        onUnsent: (...unsent) => this.onUnsent(...unsent),
        onEnded: (ended) => {
          this.onEnded(ended);
          ended.response().then(() => resolve(), reject);
        },
      });
      outgoing.release();
    });
  }

  onSent(outgoing: OutgoingInvitation, peerName: string): void {
    this.#mutual.addSent(peerName, outgoing);
  }

  onUnsent(
    outgoing: OutgoingInvitation,
    peerName: string,
    agreedIds: readonly Guid[] | undefined,
  ): void {
    this.#mutual.deleteSent(peerName, outgoing, agreedIds);
  }

  onEnded(ended: OutgoingInvitation | InboxEntry): void {
    if (ended instanceof OutgoingInvitation) {
      this.#outgoing.delete(ended);
      return;
    }
    this.#count(ended.peerName, -1);
    this.#mutual.deleteReceived(ended);
    this.inbox.settle(ended);
  }

  onTaken(entry: InboxEntry): void {
    this.inbox.add(entry);
    this.#mutual.addReceived(entry);
  }

  #invite(
    target: DialTarget,
    invitation: Invitation,
    event: AutoResetEvent | undefined,
    owner: OutgoingOwner,
  ): OutgoingInvitation {
    const expiresInMs = invitation.expiresInMs ?? LIMITS.invitationLifetimeMs;
    const outgoing = new OutgoingInvitation({
      target,
      pool: this.#pool,
      invitation: { ...invitation, expiresInMs },
      ids: this.#ids,
      event,
      deadlines: this.#deadlines,
      owner,
    });
    this.#outgoing.add(outgoing);
    outgoing.start();
    return outgoing;
  }

  #onChannel(opened: PeerChannel): void {
    const { isAdmitted, counters } = this.#init;
    if (isAdmitted(opened.peerName)) return this.#pool.adopt(opened);
    counters.refusedByPolicy += 1;
    opened.channel.abort(new Error('The policy does not admit the peer.'));
  }

  #onInvite(session: PeerSession, invite: MessageOf<'invite'>): ReceivedListener | FailureReason {
    const { limits, counters, isAdmitted, scheduler } = this.#init;
    const { peerName } = session;
    const id = `${invite.id}@${peerName}`;
    if (this.inbox.has(id)) {
      throw new ProtocolViolation('unexpectedFrames', 'An invitation has an id that was used.');
    }
    // Whoever may not invite sees what it would see if nobody were here.
    if (!isAdmitted(peerName)) {
      counters.refusedByPolicy += 1;
      return 'unreachable';
    }
    if (!this.#rate.take(peerName)) {
      counters.refusedByRate += 1;
      return 'unreachable';
    }
    const isFull =
      (this.#pendingOf.get(peerName) ?? 0) >= limits.pendingPerPeer ||
      this.inbox.pendingCount >= limits.pending;
    if (isFull) {
      counters.refusedByPending += 1;
      return 'unreachable';
    }
    this.#count(peerName, 1);
    const expiresInMs = Math.min(invite.invitation.expiresInMs, limits.lifetimeMs);
    return new InboxEntry({
      invitation: received(id, session, invite, scheduler.now() + expiresInMs),
      wireId: invite.id,
      expiresInMs,
      session,
      deadlines: this.#deadlines,
      owner: this,
    });
  }

  #count(peerName: string, change: number): void {
    const count = (this.#pendingOf.get(peerName) ?? 0) + change;
    if (count === 0) this.#pendingOf.delete(peerName);
    else this.#pendingOf.set(peerName, count);
  }
}

function received(
  id: string,
  { peerName, address, remoteName }: PeerSession,
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
