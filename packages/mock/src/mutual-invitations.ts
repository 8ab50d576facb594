import type { IncomingInvitation } from './incoming-invitation.ts';
import type { Inbox } from './inbox.ts';
import type { FinalState, InvitationId } from './message.ts';
import type { OutgoingInvitation } from './outgoing-invitation.ts';

/**
 * Two sides that invite each other for the same application have both said yes. The older invitation
 * wins: its recipient accepts it without asking, and its sender, who alone decides when that answer
 * counts, accepts the younger one with it.
 *
 * Until then the younger one is held back at its recipient, and at its sender waits for the decision.
 * When the older one ends in another way, the younger one goes on as if nothing had happened.
 */
export class MutualInvitations {
  readonly #inbox: Inbox;
  readonly #outgoing: ReadonlyMap<InvitationId, OutgoingInvitation>;
  readonly #held = new Map<InvitationId, IncomingInvitation>();

  constructor(inbox: Inbox, outgoing: ReadonlyMap<InvitationId, OutgoingInvitation>) {
    this.#inbox = inbox;
    this.#outgoing = outgoing;
  }

  /** To be called when an invitation has been sent. */
  sent(outgoing: OutgoingInvitation): void {
    const older = this.#inbox.findOpen(outgoing.to, outgoing.applicationId);
    if (older !== undefined) this.#acceptOnBehalfOf(outgoing, older);
  }

  /** @returns whether the app is not to hear of this arrival. */
  claims(incoming: IncomingInvitation): boolean {
    const crossing = [...this.#outgoing.values()].filter(
      ({ to, applicationId, isUnanswered }) =>
        isUnanswered && to === incoming.from && applicationId === incoming.applicationId,
    );
    const younger = crossing.find(({ id }) => id > incoming.id);
    if (younger !== undefined) {
      this.#acceptOnBehalfOf(younger, incoming);
      return true;
    }
    const older = crossing.find(({ id }) => id < incoming.id && !this.#held.has(id));
    if (older !== undefined) this.#held.set(older.id, incoming);
    return older !== undefined;
  }

  /** The older one has been accepted. @returns whether the younger one is accepted with it. */
  agrees({ agreesTo }: OutgoingInvitation, state: FinalState | undefined): boolean {
    if (state !== 'accepted' || agreesTo === undefined) return false;
    const younger = this.#inbox.find(agreesTo);
    younger?.end('accepted');
    return younger !== undefined;
  }

  /** @returns what was held back for an invitation that has ended, when it is still pending. */
  release({ id }: OutgoingInvitation): IncomingInvitation | undefined {
    const held = this.#held.get(id);
    this.#held.delete(id);
    return held?.isPending === true ? held : undefined;
  }

  #acceptOnBehalfOf(younger: OutgoingInvitation, older: IncomingInvitation): void {
    younger.bind();
    this.#inbox.sendAnswer(
      older,
      { response: { action: 'accepted' }, agreesTo: younger.id },
      (_status, hasAgreed) => younger.unbind(hasAgreed),
    );
  }
}
