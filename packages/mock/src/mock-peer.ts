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
) & {
  /** When, in milliseconds from the arrival. Default: what {@link PeerRules.afterMs} said, else 0. */
  readonly afterMs?: number;
};

/**
 * Says what a scripted peer does with the invitations that arrive from then on. Each rule replaces
 * the one before, with its delay, and gives the peer back.
 */
export interface PeerRules {
  accepts(message?: string): MockPeer;
  declines(message?: string): MockPeer;
  /** Shows the invitation, and does nothing: it expires, or is withdrawn. This is the rule at first. */
  ignores(): MockPeer;
  /** Is not there: the sender's invitation fails with `UNREACHABLE`. */
  isUnreachable(): MockPeer;
  /**
   * Decides for each invitation, when it arrives. If it throws, the answer is
   * `{ action: 'error', message }`, and the sender's invitation fails with `REMOTE_ERROR`.
   */
  answers(decide: (invitation: ReceivedInvitation) => PeerAnswer): MockPeer;
  /**
   * Gives the next rule a delay: `peer.afterMs(200).declines()`. It sets no rule by itself.
   *
   * @throws RangeError when `delayMs` is not a number of milliseconds from 0.
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
