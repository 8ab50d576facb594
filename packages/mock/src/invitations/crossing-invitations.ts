import type { InvitationId } from '../network/message.ts';
import type { ArrivedInvitation } from './arrived-invitation.ts';
import type { Inbox } from './inbox.ts';
import type { LastWord, SentInvitation } from './sent-invitation.ts';

/**
 * Two sides that invite each other for the same application have both said yes. The older invitation
 * wins: its recipient accepts it without asking, and its sender, who alone decides when that answer
 * counts, accepts the younger one with it.
 *
 * Until then the younger one is held back at its recipient, and at its sender waits for the decision.
 * When the older one ends in another way, the younger one goes on as if nothing had happened.
 */
export class CrossingInvitations {
  readonly #inbox: Inbox;
  readonly #sent: ReadonlyMap<InvitationId, SentInvitation>;
  /** By the own invitation that each waits for. */
  readonly #held = new Map<InvitationId, ArrivedInvitation>();

  constructor(inbox: Inbox, sent: ReadonlyMap<InvitationId, SentInvitation>) {
    this.#inbox = inbox;
    this.#sent = sent;
  }

  /** To be called when an invitation has been sent. */
  onSent(sent: SentInvitation): void {
    const older = this.#inbox.findOpen(sent.to, sent.applicationId);
    if (older !== undefined) this.#acceptOnBehalfOf(sent, older);
  }

  /** @returns whether the app is not to hear of this arrival. */
  claims(arrived: ArrivedInvitation): boolean {
    const crossing = [...this.#sent.values()].filter(
      ({ to, applicationId, isUnanswered }) =>
        isUnanswered && to === arrived.from && applicationId === arrived.applicationId,
    );
    const younger = crossing.find(({ id }) => id > arrived.id);
    if (younger !== undefined) {
      this.#acceptOnBehalfOf(younger, arrived);
      return true;
    }
    const older = crossing.find(({ id }) => id < arrived.id && !this.#held.has(id));
    if (older !== undefined) this.#held.set(older.id, arrived);
    return older !== undefined;
  }

  /** An own invitation has ended. @returns whether the other side's younger one is accepted with it. */
  agrees({ agreesTo }: SentInvitation, lastWord: LastWord): boolean {
    if (lastWord !== 'confirm' || agreesTo === undefined) return false;
    const younger = this.#inbox.find(agreesTo);
    younger?.end('accepted');
    return younger !== undefined;
  }

  /** @returns what was held back for an own invitation that has ended, when it can still be answered. */
  release({ id }: SentInvitation): ArrivedInvitation | undefined {
    const held = this.#held.get(id);
    this.#held.delete(id);
    return held?.isOpen === true ? held : undefined;
  }

  #acceptOnBehalfOf(younger: SentInvitation, older: ArrivedInvitation): void {
    younger.bind();
    this.#inbox.sendAnswer(
      older,
      { answer: { action: 'accepted' }, agreesTo: younger.id },
      (_status, hasAgreed) => younger.unbind(hasAgreed),
    );
  }
}
