import type { Guid } from '@beckon/core';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import { MAX_AGREED } from '../wire/message.ts';
import type { ArrivedInvitation } from './arrived-invitation.ts';
import type { InvitationExchange } from './invitation-exchange.ts';
import type { OutgoingInvitation } from './outgoing-invitation.ts';

/** How long an invitation that was agreed to may still be on its way over another link, in milliseconds. */
const ARRIVAL_GRACE_MS = 10_000;

/** The open invitations of both directions between this side and one peer, for one application. */
interface Crossing {
  readonly key: string;
  readonly sent: Set<OutgoingInvitation>;
  readonly arrived: Set<ArrivedInvitation>;
}

/**
 * Finds invitations of two peers to each other for the same application. Both sides want the same then, and no user
 * is asked. The invitation with the lower id is accepted first (as in XEP-0353), and the other one as soon as that
 * counts. If the first is withdrawn, the other waits for an answer as usual.
 */
export class MutualInvitations {
  readonly #deadlines: Deadlines;
  readonly #crossings = new Map<string, Crossing>();
  readonly #crossingOf = new Map<OutgoingInvitation | ArrivedInvitation, Crossing>();
  /** Invitations that were agreed to and have not arrived. Their link may be the slower one. */
  readonly #agreed = new Map<string, Agreed>();

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  /** The peer has been sent `sent`. */
  addSent(peerName: string, sent: OutgoingInvitation): void {
    const crossing = this.#crossing(peerName, sent.applicationId);
    crossing.sent.add(sent);
    this.#crossingOf.set(sent, crossing);
    for (const arrived of crossing.arrived) crossed(arrived, crossing.sent);
  }

  /** `arrived` is new, and may not be decided upon yet. */
  addArrived(arrived: ArrivedInvitation): void {
    const crossing = this.#crossing(arrived.peerName, arrived.invitation.applicationId);
    crossing.arrived.add(arrived);
    this.#crossingOf.set(arrived, crossing);
    const agreed = this.#takeAgreed(crossing.key, arrived);
    if (agreed !== undefined) {
      arrived.joins = agreed.sent;
      accept(arrived);
    } else if (crossing.sent.size > 0) crossed(arrived, crossing.sent);
  }

  /** @param agreedIds - When `sent` was accepted: the peer's own invitations that are accepted with it. */
  deleteSent(
    exchange: InvitationExchange,
    sent: OutgoingInvitation,
    agreedIds: readonly Guid[] | undefined,
  ): void {
    const crossing = this.#crossingOf.get(sent);
    if (crossing === undefined) return;
    crossing.sent.delete(sent);
    if (agreedIds !== undefined) {
      const absent = new Set(agreedIds);
      for (const arrived of crossing.arrived) {
        if (absent.delete(arrived.wireId)) arrived.joins = sent;
        accept(arrived);
      }
      for (const id of absent) this.#expectAgreed(crossing.key, id, { exchange, sent });
    }
    this.#forget(sent, crossing);
  }

  deleteArrived(arrived: ArrivedInvitation): void {
    const crossing = this.#crossingOf.get(arrived);
    if (crossing === undefined) return;
    crossing.arrived.delete(arrived);
    this.#forget(arrived, crossing);
  }

  /** Expects an invitation that was agreed to. The consent holds for its application only. */
  #expectAgreed(key: string, id: Guid, answer: Omit<Agreed, 'cancel'>): void {
    const name = `${key} ${id}`;
    this.#agreed.get(name)?.cancel();
    const cancel = this.#deadlines.add(ARRIVAL_GRACE_MS, () => this.#agreed.delete(name));
    this.#agreed.set(name, { ...answer, cancel });
  }

  #takeAgreed(key: string, { wireId, exchange }: ArrivedInvitation): Agreed | undefined {
    if (this.#agreed.size === 0) return undefined;
    const name = `${key} ${wireId}`;
    const agreed = this.#agreed.get(name);
    // An invitation that follows the answer on the same link was sent after the answer: nobody has agreed to it.
    if (agreed === undefined || agreed.exchange === exchange) return undefined;
    agreed.cancel();
    this.#agreed.delete(name);
    return agreed;
  }

  #crossing(peerName: string, applicationId: Guid): Crossing {
    const key = `${peerName} ${applicationId}`;
    let crossing = this.#crossings.get(key);
    if (crossing === undefined) {
      crossing = { key, sent: new Set(), arrived: new Set() };
      this.#crossings.set(key, crossing);
    }
    return crossing;
  }

  #forget(invitation: OutgoingInvitation | ArrivedInvitation, crossing: Crossing): void {
    const { key, sent, arrived } = crossing;
    this.#crossingOf.delete(invitation);
    if (sent.size === 0 && arrived.size === 0) this.#crossings.delete(key);
  }
}

interface Agreed {
  /** The exchange over which the answer came that names the invitation. */
  readonly exchange: InvitationExchange;
  /** The invitation that the answer accepted. */
  readonly sent: OutgoingInvitation;
  readonly cancel: CancelDeadline;
}

/**
 * Both sides have said yes: accepts `arrived`. The answer names this side's own later invitations, which are accepted
 * with it.
 */
function crossed(arrived: ArrivedInvitation, sent: ReadonlySet<OutgoingInvitation>): void {
  arrived.take();
  const later = [...sent].filter(({ id }) => arrived.wireId < id).slice(0, MAX_AGREED);
  if (later.length === 0 || arrived.isAnswered) return;
  for (const outgoing of later) outgoing.joins = arrived;
  accept(
    arrived,
    later.map(({ id }) => id),
  );
}

function accept(arrived: ArrivedInvitation, agreesTo?: readonly Guid[]): void {
  if (arrived.isAnswered) return;
  arrived.take();
  arrived.answer('accepted', agreesTo === undefined ? {} : { agreesTo });
}
