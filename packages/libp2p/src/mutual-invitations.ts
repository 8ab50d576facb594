import type { InboxEntry } from './recipient/inbox-entry.ts';
import type { OutgoingInvitation } from './sender/outgoing-invitation.ts';

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
  readonly #crossings = new Map<string, Crossing>();

  /** `sent` lies with the peer. */
  addSent(peerName: string, sent: OutgoingInvitation): void {
    const crossing = this.#crossing(peerName, sent.applicationId);
    crossing.sent.add(sent);
    for (const received of crossing.received) acceptIfFirst(received, sent);
  }

  addReceived(received: InboxEntry): void {
    const crossing = this.#crossing(received.peerName, received.invitation.applicationId);
    crossing.received.add(received);
    for (const sent of crossing.sent) acceptIfFirst(received, sent);
  }

  deleteSent(peerName: string, sent: OutgoingInvitation, isAccepted: boolean): void {
    const key = keyOf(peerName, sent.applicationId);
    const crossing = this.#crossings.get(key);
    if (crossing?.sent.delete(sent) !== true) return;
    if (isAccepted) for (const received of crossing.received) accept(received);
    this.#prune(key, crossing);
  }

  deleteReceived(received: InboxEntry): void {
    const key = keyOf(received.peerName, received.invitation.applicationId);
    const crossing = this.#crossings.get(key);
    crossing?.received.delete(received);
    if (crossing !== undefined) this.#prune(key, crossing);
  }

  #crossing(peerName: string, applicationId: string): Crossing {
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

function acceptIfFirst(received: InboxEntry, sent: OutgoingInvitation): void {
  if (received.wireId < sent.id) accept(received);
}

function accept(received: InboxEntry): void {
  if (!received.isAnswered) received.answer('accepted');
}

function keyOf(peerName: string, applicationId: string): string {
  return `${peerName} ${applicationId}`;
}
