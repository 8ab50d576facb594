import type {
  Application,
  CollaborationObject,
  Contact,
  Endpoint,
  Guid,
  InvitationResponse,
  Presence,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';
import type { Observable } from 'rxjs';

/** The reaction of a scripted peer to an invitation. */
export type PeerAnswer = (
  | Exclude<InvitationResponse, { readonly action: 'expired' }>
  /** The invitation is shown, and nobody answers it. */
  | { readonly action: 'ignored' }
  /** The invitation never arrives, as if nobody were there. */
  | { readonly action: 'unreachable' }
  /** The invitation never arrives: the peer does not have the application. */
  | { readonly action: 'incompatible' }
) & {
  /**
   * The delay in milliseconds from the arrival. Default: the delay of {@link PeerRules.afterMs},
   * else 0.
   */
  readonly afterMs?: number;
};

/**
 * The rules of a scripted peer, for the invitations that arrive from then on. Each rule replaces
 * the rule before, together with its delay, and returns the peer. An argument of the wrong form is
 * a TypeError, and text or data that is too long a RangeError: the rule before then stays.
 */
export interface PeerRules {
  /**
   * Accepts as `inbox.accept()` does, with a message of at most 255 UTF-16 units and at most 16 384
   * bytes.
   */
  accepts(message?: string, data?: Uint8Array): MockPeer;
  declines(message?: string): MockPeer;
  /**
   * Shows the invitation and does not answer: it expires, or is withdrawn. This is the first rule.
   */
  ignores(): MockPeer;
  /** Behaves as if nobody were there: the sender's invitation fails with `UNREACHABLE`. */
  isUnreachable(): MockPeer;
  /** Behaves as without the application: the sender's invitation fails with `INCOMPATIBLE`. */
  isIncompatible(): MockPeer;
  /**
   * Asks `decide` for an answer to each invitation that arrives. If the function throws, or returns
   * something else than an answer, the answer is `{ action: 'error', message }`: the sender's
   * invitation fails with `REMOTE_ERROR`.
   */
  answers(decide: (invitation: ReceivedInvitation) => PeerAnswer): MockPeer;
  /**
   * Gives the next rule a delay: `peer.afterMs(200).declines()`. It sets no rule by itself.
   *
   * @throws TypeError when `delayMs` is not a number.
   * @throws RangeError when `delayMs` is negative, or longer than a timer can hold.
   */
  afterMs(delayMs: number): PeerRules;
}

/**
 * What a scripted peer shows of itself from then on. At first it is online, without objects and
 * applications, and not near. Everybody may watch it. Each function returns the peer. An argument of the
 * wrong form is a TypeError, and text or data that is too long a RangeError.
 */
export interface PeerPresence {
  isOnline(text?: string): MockPeer;
  isBusy(text?: string): MockPeer;
  isAway(text?: string): MockPeer;
  /** Sets any presence but `'offline'`: see {@link leaves}. */
  setsPresence(presence: Presence): MockPeer;
  /** Gives the peer's endpoint a name. */
  isCalled(name: string): MockPeer;
  /** Publishes an object, or replaces the object of the same id. */
  publishes(object: CollaborationObject): MockPeer;
  /** Withdraws an object. Does nothing when there is none. */
  withdraws(objectId: Guid): MockPeer;
  /** Can run an application, or runs it with other data. */
  runs(application: Application): MockPeer;
  /** Can run an application no more. Does nothing when it could not. */
  stopsRunning(applicationId: Guid): MockPeer;
  /** Is there, and signed in near me and to the internet. */
  comesNear(): MockPeer;
  /**
   * Is gone: its pending invitations fail with `UNREACHABLE`, as new ones do, nobody sees it, and its
   * objects are withdrawn.
   */
  leaves(): MockPeer;
}

/**
 * What a scripted peer says on the channels of the invitations that it has accepted. Before {@link talks} it
 * opens none: the channel of the sender is lost. Each function returns the peer.
 */
export interface PeerTalk {
  /**
   * Opens its side of each channel that is opened from then on, and takes every message.
   *
   * @param reply - Gives the reply to a message, or nothing.
   * @throws TypeError when `reply` is not a function.
   */
  talks(reply?: (message: Uint8Array) => Uint8Array | undefined): MockPeer;
  /**
   * Sends a message on each open channel.
   *
   * @throws TypeError when `message` is empty, or not bytes.
   * @throws RangeError when it is longer than 1 MiB.
   */
  says(message: Uint8Array): MockPeer;
  /** Ends each open channel. */
  hangsUp(): MockPeer;
}

/** An invitation that a scripted peer has received, with its present status. */
export interface PeerRecord extends ReceivedInvitation {
  readonly status: ReceivedInvitationStatus;
}

/** A peer that answers by rule. `MockNetwork.peer` makes it. */
export interface MockPeer extends PeerRules, PeerPresence, PeerTalk {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  /** The card of its contact, for `contacts.add()`. */
  readonly card: string;
  /** All invitations that the peer has received, the oldest first, each with its present status. */
  readonly received: readonly PeerRecord[];
  /**
   * Emits each invitation when it arrives. Hot: earlier invitations are in {@link received}. Never
   * ends.
   */
  readonly incoming$: Observable<ReceivedInvitation>;
  /** All messages that the peer has taken from channels, the oldest first. */
  readonly heard: readonly Uint8Array[];
}
