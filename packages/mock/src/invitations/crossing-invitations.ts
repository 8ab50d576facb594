import type { InvitationId } from '../network/message.ts';
import type { ArrivedInvitation } from './arrived-invitation.ts';
import type { Inbox } from './inbox.ts';
import type { FinalMessage, SentInvitation } from './sent-invitation.ts';

/**
 * Accepts invitations that cross: two sides that invite each other for the same application have
 * both said yes.
 *
 * The older invitation wins. Its recipient accepts it without asking the app. Its sender decides
 * when that answer counts, and then accepts the younger invitation with it.
 *
 * Until then the recipient of the younger invitation holds it back, and its sender waits for the
 * decision. When the older invitation ends in another way, the younger one goes on as usual.
 */
export class CrossingInvitations {
  readonly #inbox: Inbox;
  readonly #sent: ReadonlyMap<InvitationId, SentInvitation>;
  /** The invitations that are held back, by the id of the own invitation that each waits for. */
  readonly #held = new Map<InvitationId, ArrivedInvitation>();

  constructor(inbox: Inbox, sent: ReadonlyMap<InvitationId, SentInvitation>) {
    this.#inbox = inbox;
    this.#sent = sent;
  }

  /** Must be called when this side has sent an invitation. */
  onSent(sent: SentInvitation): void {
    const older = this.#inbox.findOpen(sent.to, sent.applicationId);
    if (older !== undefined) this.#acceptOnBehalfOf(sent, older);
  }

  /**
   * Must be called when an invitation has arrived.
   *
   * @returns whether it crosses an invitation of this side. The app must not see it then.
   */
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

  /**
   * Must be called when an invitation of this side has ended.
   *
   * @returns whether the other side's younger invitation is accepted with it.
   */
  agrees({ agreesTo }: SentInvitation, finalMessage: FinalMessage): boolean {
    if (finalMessage !== 'confirm' || agreesTo === undefined) return false;
    const younger = this.#inbox.find(agreesTo);
    younger?.end('accepted');
    return younger !== undefined;
  }

  /**
   * @returns the invitation that was held back for an invitation of this side, if it can still be
   * answered.
   */
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
      (_status, hasAgreed) => younger.unbind(hasAgreed ? older.id : undefined),
    );
  }
}
