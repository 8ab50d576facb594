import type {
  CollaborationAdapter,
  Contact,
  Endpoint,
  FunctionTable,
  InvitationStatus,
  ReceivedInvitation,
  ReceivedInvitationStatus,
  SendRequest,
} from '@beckon/core';

/**
 * The time limit of a case in milliseconds, unless the harness sets another. A case waits for
 * events, and the limit ends a case that would wait for ever.
 */
export const CASE_TIME_LIMIT_MS = 20_000;

/** See {@link ConformanceHarness.expiryMs}. */
export const EXPIRY_MS = 2_000;

/**
 * The developer of an adapter writes a harness: it makes an adapter that is connected with a peer.
 */
export interface ConformanceHarness {
  /** The function tables of the adapter. For every other table a case asserts that it is absent. */
  readonly tables: readonly FunctionTable[];
  /**
   * The traits of adapter and harness. A case that needs another trait is shown as skipped, with
   * the reason.
   */
  readonly traits: ConformanceTraits;
  /** The time limit of one case, in milliseconds. Default: {@link CASE_TIME_LIMIT_MS}. */
  readonly timeLimitMs?: number;
  /**
   * The lifetime of the invitations that cases let expire, in milliseconds. It must suffice for the
   * first connection and the arrival. Default: 2 000.
   */
  readonly expiryMs?: number;
  /** Makes the two sides anew, for one case. */
  setUp(): Promise<ConformanceSetup>;
}

/**
 * The differences between adapters, and between harnesses. A harness states each trait, true or
 * false. `carriesReply`, `reportsDelivery` and `reportsEndpoints` are members of the adapter and
 * not traits: the cases read them from the adapter, and check that they are true.
 */
export interface ConformanceTraits {
  /** The message of a decline reaches the sender. On Windows it does not. */
  readonly carriesDeclineMessage: boolean;
  /** `expiresInMs` reaches the adapter's own clock and the recipient. Windows has a fixed limit. */
  readonly carriesExpiry: boolean;
  /** Contacts are verified: the setup has `peer.contact` and `stranger`. */
  readonly verifiesContacts: boolean;
  /**
   * A cancel before `InvitationHandle.response` has returned the answer wins over it. Windows
   * decides earlier.
   */
  readonly settlesCrossings: boolean;
  /** `identity.card()` gives a card. Without the trait it must reject with `NOT_SUPPORTED`. */
  readonly makesCards: boolean;
  /** `identity.card`, `name`, `setName` and `contacts.export` need signing in, as on Windows. */
  readonly signsInForIdentity: boolean;
  /** The setup has `peer.kill`. */
  readonly killsPeer: boolean;
  /** The setup has `peer.adapter`, in this process. */
  readonly hasPeerAdapter: boolean;
  /** The setup has `otherPeer`. */
  readonly hasOtherPeer: boolean;
  /** The peers are on the subnet of the adapter, and see each other as people near me. */
  readonly seesPeerNearMe: boolean;
}

export type ConformanceTrait = keyof ConformanceTraits;

/** The traits of an adapter that does everything, with a harness that has everything. */
export const ALL_TRAITS: ConformanceTraits = Object.freeze({
  carriesDeclineMessage: true,
  carriesExpiry: true,
  verifiesContacts: true,
  settlesCrossings: true,
  makesCards: true,
  signsInForIdentity: false,
  killsPeer: true,
  hasPeerAdapter: true,
  hasOtherPeer: true,
  seesPeerNearMe: true,
});

/** The two sides of one case. */
export interface ConformanceSetup {
  /** The adapter under test, not open. */
  readonly adapter: CollaborationAdapter;
  /**
   * The other side, ready to receive. Without the trait `hasPeerAdapter` the adapter may watch it: it is
   * signed in, and allows so. With the trait, a case signs it in when it needs to.
   */
  readonly peer: ConformancePeer;
  /** An address of the right form where nobody is. */
  readonly nowhere: Endpoint;
  /** An address that the adapter cannot parse. */
  readonly malformed: Endpoint;
  /** A contact who is not at `peer.endpoint`. */
  readonly stranger?: Contact;
  /**
   * Gives another adapter of the same kind as `adapter`, open or not. It may be the adapter of the
   * peer. A case that asks for it opens it once and closes it once.
   */
  otherAdapter(): Promise<CollaborationAdapter>;
  /** Makes a third side, ready to receive, besides `adapter` and `peer`. Called at most once. */
  otherPeer?(): Promise<ConformancePeer>;
  /** Ends every side, in any state. Throws if a resource was left over. */
  tearDown(): Promise<void>;
}

/**
 * A side beside the adapter under test. {@link peerOf} makes one from an adapter that has an inbox.
 */
export interface ConformancePeer {
  readonly endpoint: Endpoint;
  readonly contact?: Contact;
  /** The adapter of this side, open, if it is in this process. */
  readonly adapter?: CollaborationAdapter;
  /** Gives the next invitation that has arrived, the oldest first. Waits while there is none. */
  nextInvitation(): Promise<PeerInvitation>;
  /** Invites the adapter under test, at `to`. The cases about the inbox need it. */
  invite?(request: SendRequest & { readonly expiresInMs?: number }): PeerInvite;
  /**
   * Gives the card of this side's person. The cases about contacts need it, while the adapter under
   * test is open.
   */
  card?(): Promise<string>;
  /** Ends this side without a word, as a crash does. */
  kill?(): Promise<void>;
}

/** An invitation as the peer received it. */
export interface PeerInvitation extends Pick<
  ReceivedInvitation,
  'applicationId' | 'message' | 'data'
> {
  /** Accepts, and resolves with the final state. */
  accept(message?: string, data?: Uint8Array): Promise<ReceivedInvitationStatus['state']>;
  decline(message?: string): Promise<ReceivedInvitationStatus['state']>;
  /**
   * Resolves with the final state that the peer has been told. Waits while the invitation is
   * pending.
   */
  outcome(): Promise<ReceivedInvitationStatus['state']>;
}

/** An invitation that the peer sends to the adapter under test. */
export interface PeerInvite {
  /** Resolves when the invitation is pending at the peer's adapter. */
  readonly sent: Promise<void>;
  /** Resolves with the final status. */
  readonly outcome: Promise<PeerInviteOutcome>;
  /** Cancels the invitation, as an aborted signal does. */
  cancel(): void;
}

export interface PeerInviteOutcome extends Pick<InvitationStatus, 'state'> {
  readonly message?: string;
  readonly data?: Uint8Array;
}
