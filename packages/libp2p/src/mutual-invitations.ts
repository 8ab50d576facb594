import type { Guid } from '@beckon/core';
import type { CancelDeadline, Deadlines } from './deadlines.ts';
import { MAX_AGREED } from './protocol/message.ts';
import type { InboxEntry } from './recipient/inbox-entry.ts';
import type { OutgoingInvitation } from './sender/outgoing-invitation.ts';

/** How long an invitation that was agreed to may still be under way, on another stream, in milliseconds. */
const ARRIVAL_GRACE_MS = 10_000;

interface Crossing {
  readonly sent: Set<OutgoingInvitation>;
  readonly received: Set<InboxEntry>;
}

/**
 * Finds invitations of two peers to each other for the same application. Both want the same then, and
 * nobody is asked: the one with the lower id is accepted first (as in XEP-0353), and once that counts
 * the other one too. Should the first be taken back, the other waits for an answer like any.
 */
export class MutualInvitations {
  readonly #deadlines: Deadlines;
  readonly #crossings = new Map<string, Crossing>();
  /** Invitations that were agreed to and have not arrived: theirs may be the slower stream. */
  readonly #agreed = new Map<string, CancelDeadline>();

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  /** `sent` lies with the peer. */
  addSent(peerName: string, sent: OutgoingInvitation): void {
    const crossing = this.#crossing(peerName, sent.applicationId);
    crossing.sent.add(sent);
    for (const received of crossing.received) acceptIfFirst(received, crossing.sent);
  }

  addReceived(received: InboxEntry): void {
    const crossing = this.#crossing(received.peerName, received.invitation.applicationId);
    crossing.received.add(received);
    if (this.#takeAgreed(received.peerName, received.wireId)) accept(received);
    else acceptIfFirst(received, crossing.sent);
  }

  /** @param agreedIds - When `sent` was accepted: the peer's own that are accepted with it. */
  deleteSent(
    peerName: string,
    sent: OutgoingInvitation,
    agreedIds: readonly Guid[] | undefined,
  ): void {
    const key = keyOf(peerName, sent.applicationId);
    const crossing = this.#crossings.get(key);
    if (crossing?.sent.delete(sent) !== true) return;
    if (agreedIds !== undefined) {
      const arrived = new Set([...crossing.received].map(({ wireId }) => wireId));
      for (const received of crossing.received) accept(received);
      for (const id of agreedIds) if (!arrived.has(id)) this.#expectAgreed(peerName, id);
    }
    this.#prune(key, crossing);
  }

  deleteReceived(received: InboxEntry): void {
    const key = keyOf(received.peerName, received.invitation.applicationId);
    const crossing = this.#crossings.get(key);
    crossing?.received.delete(received);
    if (crossing !== undefined) this.#prune(key, crossing);
  }

  #expectAgreed(peerName: string, id: Guid): void {
    const key = keyOf(peerName, id);
    this.#agreed.get(key)?.();
    this.#agreed.set(
      key,
      this.#deadlines.add(ARRIVAL_GRACE_MS, () => this.#agreed.delete(key)),
    );
  }

  #takeAgreed(peerName: string, id: Guid): boolean {
    const key = keyOf(peerName, id);
    this.#agreed.get(key)?.();
    return this.#agreed.delete(key);
  }

  #crossing(peerName: string, applicationId: Guid): Crossing {
    const key = keyOf(peerName, applicationId);
    let crossing = this.#crossings.get(key);
    if (crossing === undefined) {
      crossing = { sent: new Set(), received: new Set() };
      this.#crossings.set(key, crossing);
    }
    return crossing;
  }

  #prune(key: string, { sent, received }: Crossing): void {
    if (sent.size === 0 && received.size === 0) this.#crossings.delete(key);
  }
}

/** Accepts on behalf of invitations of one's own that come after it, and names them. */
function acceptIfFirst(received: InboxEntry, sent: ReadonlySet<OutgoingInvitation>): void {
  const later = [...sent].map(({ id }) => id).filter((id) => received.wireId < id);
  if (later.length > 0) accept(received, later.slice(0, MAX_AGREED));
}

function accept(received: InboxEntry, agreesTo?: readonly Guid[]): void {
  if (received.isAnswered) return;
  received.answer('accepted', agreesTo === undefined ? {} : { agreesTo });
}

function keyOf(peerName: string, guid: Guid): string {
  return `${peerName} ${guid}`;
}
