import { type SchedulerLike, Subscription } from 'rxjs';
import type { ReceivedInvitation } from '../contract/inbox.ts';
import type { OpenReception, Reception, ReceptionVerdict } from '../contract/reception.ts';
import { reportUnhandled } from './report-unhandled.ts';

/** Longest time that a function may take to decide, in milliseconds. */
export const RECEPTION_TIMEOUT_MS = 5_000;

/** What a peer is to the owner of this side, by the contact list. */
export type Standing = 'contact' | 'blocked' | 'stranger';

const VERDICTS: readonly unknown[] = ['take', 'unreachable', 'incompatible'];

/** Decides about invitations by a {@link Reception}. A fault refuses. */
export class ReceptionCheck {
  readonly #trusted: ReadonlySet<string> | readonly string[];
  /** Decides about peers that are not trusted. */
  readonly #others: OpenReception;
  readonly #scheduler: SchedulerLike;
  readonly #standingOf: (peerName: string) => Standing;

  /**
   * @param owner - The function with the option, for messages.
   * @param standingOf - Looks a peer up in the contact list. Default: there are no contacts.
   * @throws TypeError when `reception` has none of the forms.
   */
  constructor(
    owner: string,
    reception: Reception,
    scheduler: SchedulerLike,
    standingOf: (peerName: string) => Standing = () => 'stranger',
  ) {
    if (!isReception(reception)) {
      throw new TypeError(
        `${owner}: reception must be 'anyone', 'nobody', 'contacts', a function, or { trusted: a Set or an array of peer names, others: one of these four }.`,
      );
    }
    this.#standingOf = standingOf;
    const isOpen = isOpenReception(reception);
    this.#trusted = isOpen ? [] : reception.trusted;
    this.#others = isOpen ? reception : (reception.others ?? 'nobody');
    this.#scheduler = scheduler;
  }

  /** Whether nothing is taken from a peer, whatever else holds. */
  blocks(peerName: string): boolean {
    return this.#standingOf(peerName) === 'blocked';
  }

  /**
   * Whether a peer may connect at all. A function decides about invitations only; every peer that is not
   * blocked may then connect.
   */
  admits(peerName: string): boolean {
    if (this.blocks(peerName)) return false;
    if (this.#trusts(peerName)) return true;
    return this.#others !== 'nobody' && this.#others !== 'contacts';
  }

  /**
   * Whether the owner knows a peer: a contact, or trusted by name. Limits for all peers together keep room
   * for these.
   */
  knows(peerName: string): boolean {
    const standing = this.#standingOf(peerName);
    return standing === 'contact' || (standing !== 'blocked' && this.#isNamed(peerName));
  }

  /** Whether a peer's invitations are taken without asking anybody. */
  #trusts(peerName: string): boolean {
    return (
      this.#isNamed(peerName) ||
      (this.#others === 'contacts' && this.#standingOf(peerName) === 'contact')
    );
  }

  #isNamed(peerName: string): boolean {
    return Array.isArray(this.#trusted)
      ? (this.#trusted as readonly string[]).includes(peerName)
      : (this.#trusted as ReadonlySet<string>).has(peerName);
  }

  /**
   * Decides about an invitation. `onVerdict` is called once, before this returns when the decision needs
   * no wait. It is not called after the result is unsubscribed.
   */
  decide(
    invitation: ReceivedInvitation,
    onVerdict: (verdict: ReceptionVerdict) => void,
  ): Subscription {
    const deciding = new Subscription();
    const settle = (verdict: ReceptionVerdict): void => {
      if (deciding.closed) return;
      deciding.unsubscribe();
      onVerdict(verdict);
    };
    const refuse = (fault: unknown): void => {
      if (!deciding.closed) reportUnhandled(fault);
      settle('unreachable');
    };
    const { contact, isVerified } = invitation.from;
    const peerName = isVerified ? (contact?.peerName ?? '') : '';
    if (this.blocks(peerName)) {
      settle('unreachable');
      return deciding;
    }
    const isTrusted = this.#trusts(peerName);
    if (isTrusted || typeof this.#others === 'string') {
      settle(isTrusted || this.#others === 'anyone' ? 'take' : 'unreachable');
      return deciding;
    }
    const heard = (verdict: unknown): void => {
      if (VERDICTS.includes(verdict)) settle(verdict as ReceptionVerdict);
      else {
        refuse(
          new TypeError(
            "reception: the function must say 'take', 'unreachable' or 'incompatible'.",
          ),
        );
      }
    };
    let verdict: ReceptionVerdict | PromiseLike<ReceptionVerdict>;
    try {
      verdict = this.#others(invitation);
    } catch (error) {
      refuse(error);
      return deciding;
    }
    if (typeof (verdict as Partial<PromiseLike<unknown>> | undefined)?.then !== 'function') {
      heard(verdict);
      return deciding;
    }
    deciding.add(
      this.#scheduler.schedule(
        () => refuse(new Error(`reception: no verdict within ${RECEPTION_TIMEOUT_MS} ms.`)),
        RECEPTION_TIMEOUT_MS,
      ),
    );
    (verdict as PromiseLike<ReceptionVerdict>).then(heard, refuse);
    return deciding;
  }
}

function isReception(reception: unknown): reception is Reception {
  if (isOpenReception(reception)) return true;
  if (typeof reception !== 'object' || reception === null) return false;
  const { trusted, others = 'nobody' } = reception as {
    readonly trusted?: unknown;
    readonly others?: unknown;
  };
  return (Array.isArray(trusted) || isSet(trusted)) && isOpenReception(others);
}

function isOpenReception(reception: unknown): reception is OpenReception {
  return (
    reception === 'anyone' ||
    reception === 'nobody' ||
    reception === 'contacts' ||
    typeof reception === 'function'
  );
}

// Not instanceof: a page's frame and a test runner's sandbox have a Set of their own.
function isSet(value: unknown): value is ReadonlySet<string> {
  return Object.prototype.toString.call(value) === '[object Set]';
}
