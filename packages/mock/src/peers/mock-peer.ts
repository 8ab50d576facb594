import type {
  Contact,
  Endpoint,
  InvitationResponse,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';
import type { Observable } from 'rxjs';

/** What a scripted peer does with an invitation. */
export type PeerAnswer = (
  | Exclude<InvitationResponse, { readonly action: 'expired' }>
  /** It is shown, and nobody answers. */
  | { readonly action: 'ignored' }
  /** It never arrives: as if nobody were there. */
  | { readonly action: 'unreachable' }
  /** It never arrives: the application is not there. */
  | { readonly action: 'incompatible' }
) & {
  /** When, in milliseconds from the arrival. Default: what {@link PeerRules.afterMs} said, else 0. */
  readonly afterMs?: number;
};

/**
 * Says what a scripted peer does with the invitations that arrive from then on. Each rule replaces
 * the one before, with its delay, and gives the peer back. A rule with an argument of the wrong form
 * throws a TypeError, with text or data that is too long a RangeError, and changes nothing.
 */
export interface PeerRules {
  /** Answers as `inbox.accept()` does: with a message of at most 255 UTF-16 units, and at most 16 384 bytes. */
  accepts(message?: string, data?: Uint8Array): MockPeer;
  declines(message?: string): MockPeer;
  /** Shows the invitation, and does nothing: it expires, or is withdrawn. This is the rule at first. */
  ignores(): MockPeer;
  /** Is not there: the sender's invitation fails with `UNREACHABLE`. */
  isUnreachable(): MockPeer;
  /** Does not have the application: the sender's invitation fails with `INCOMPATIBLE`. */
  isIncompatible(): MockPeer;
  /**
   * Decides for each invitation, when it arrives. If it throws, or gives something else than an
   * answer, the answer is `{ action: 'error', message }`, and the sender's invitation fails with
   * `REMOTE_ERROR`.
   */
  answers(decide: (invitation: ReceivedInvitation) => PeerAnswer): MockPeer;
  /**
   * Gives the next rule a delay: `peer.afterMs(200).declines()`. It sets no rule by itself.
   *
   * @throws TypeError when `delayMs` is not a number.
   * @throws RangeError when it is not within what a timer can hold, from 0.
   */
  afterMs(delayMs: number): PeerRules;
}

/** An invitation that a scripted peer has received, and where it stands. */
export interface PeerRecord extends ReceivedInvitation {
  readonly status: ReceivedInvitationStatus;
}

/** A peer that answers by rule. Made by `MockNetwork.peer`. */
export interface MockPeer extends PeerRules {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  /** Everything that it has received, the oldest first, as it stands at the moment. */
  readonly received: readonly PeerRecord[];
  /** Each invitation as it arrives. Hot: what came before is in {@link received}. Never ends. */
  readonly incoming$: Observable<ReceivedInvitation>;
}
