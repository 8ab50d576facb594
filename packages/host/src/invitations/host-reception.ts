import type {
  CollaborationAdapter,
  Contact,
  ReceivedInvitation,
  Reception,
  ReceptionVerdict,
} from '@beckon/core';
import { isCollaborationError } from '@beckon/core';
import { ReceptionCheck, type Standing } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';

/** Decides which invitations a person is asked about: by the reception, and by what can be run here. */
export class HostReception {
  readonly #reception: Reception;
  readonly #canRun: (invitation: ReceivedInvitation) => Promise<boolean>;
  readonly #scheduler: SchedulerLike;

  /** @throws TypeError when `reception` has none of the forms. */
  constructor(
    reception: Reception,
    canRun: (invitation: ReceivedInvitation) => Promise<boolean>,
    scheduler: SchedulerLike,
  ) {
    this.#reception = reception;
    this.#canRun = canRun;
    this.#scheduler = scheduler;
    this.#checkFor('stranger');
  }

  /** `incompatible` is told only to those whom the reception takes: nobody else learns what is here. */
  async decide(
    invitation: ReceivedInvitation,
    adapter: CollaborationAdapter,
  ): Promise<ReceptionVerdict> {
    const check = this.#checkFor(standingOf(await contactOf(invitation, adapter)));
    const verdict = await new Promise<ReceptionVerdict>((resolve) => {
      check.decide(invitation, resolve);
    });
    if (verdict !== 'take') return verdict;
    return (await this.#canRun(invitation)) ? 'take' : 'incompatible';
  }

  #checkFor(standing: Standing): ReceptionCheck {
    return new ReceptionCheck('createHost', this.#reception, this.#scheduler, () => standing);
  }
}

/** The inviter in the list of contacts, by the identity that they have proven. */
export async function contactOf(
  { from }: ReceivedInvitation,
  adapter: CollaborationAdapter,
): Promise<Contact | undefined> {
  const { contacts } = adapter;
  if (contacts === undefined || !from.isVerified || from.contact === undefined) return undefined;
  try {
    return await contacts.get(from.contact.peerName);
  } catch (error) {
    if (isCollaborationError(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

function standingOf(contact: Contact | undefined): Standing {
  if (contact === undefined) return 'stranger';
  return contact.isBlocked === true ? 'blocked' : 'contact';
}
