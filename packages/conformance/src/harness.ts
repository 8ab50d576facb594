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
 * How long a case may take unless the harness says otherwise, in milliseconds. A case waits for
 * events; this ends a case that would wait for ever.
 */
export const CASE_TIME_LIMIT_MS = 20_000;

/** See {@link ConformanceHarness.expiryMs}. */
export const EXPIRY_MS = 1000;

/** What the developer of an adapter writes: how to make an adapter that is connected with a peer. */
export interface ConformanceHarness {
  /** The function tables that the adapter is meant to have. All others are asserted to be absent. */
  readonly tables: readonly FunctionTable[];
  /** What differs by adapter. A case that needs more is shown as skipped, with the reason. */
  readonly traits: ConformanceTraits;
  /** Longest time that one case may take, in milliseconds. Default: {@link CASE_TIME_LIMIT_MS}. */
  readonly timeLimitMs?: number;
  /**
   * How long the invitations of the expiry cases live, in milliseconds: enough to arrive, with the
   * first connection made on the way. Default: {@link EXPIRY_MS}.
   */
  readonly expiryMs?: number;
  /** Makes the two sides anew, for one case. */
  setUp(): Promise<ConformanceSetup>;
}

/**
 * What differs from adapter to adapter, and from harness to harness. Each trait is said, yes or no. What
 * an adapter says itself (`carriesReply`, `reportsDelivery`, `reportsEndpoints`) is no trait: the
 * cases read it from the adapter, and check that it is true.
 */
export interface ConformanceTraits {
  /** The message of a decline reaches the sender. Windows does not tell it. */
  readonly carriesDeclineMessage: boolean;
  /** `expiresInMs` reaches the adapter's own clock and the recipient. Windows has a fixed limit. */
  readonly carriesExpiry: boolean;
  /** Contacts are verified: the setup has `peer.contact` and `stranger`. */
  readonly verifiesContacts: boolean;
  /** The recipient is told of a cancel before its answer counts: see `InvitationHandle.response`. Windows decides earlier. */
  readonly settlesCrossings: boolean;
  /** `identity.card()` gives a card. If not, it must reject with `NOT_SUPPORTED`. */
  readonly makesCards: boolean;
  /** Own card and own name need signing in (`identity.card`, `name`, `setName`), and so does `contacts.export`: Windows. */
  readonly signsInForIdentity: boolean;
  /** `peer.kill` is there. */
  readonly killsPeer: boolean;
  /** `peer.adapter` is there, in this process. */
  readonly hasPeerAdapter: boolean;
  /** `otherPeer` is there. */
  readonly hasOtherPeer: boolean;
}

export type ConformanceTrait = keyof ConformanceTraits;

/** What one case works with. */
export interface ConformanceSetup {
  /** The adapter under test, not open. */
  readonly adapter: CollaborationAdapter;
  /** The other side, ready. */
  readonly peer: ConformancePeer;
  /** An address of the right form where nobody is. */
  readonly nowhere: Endpoint;
  /** An address that the adapter cannot parse. */
  readonly malformed: Endpoint;
  /** A contact who is not at `peer.endpoint`. */
  readonly stranger?: Contact;
  /**
   * Another adapter of the same kind as `adapter`, open or not; it may be the peer's own. A case that
   * asks for it opens it once and closes it once.
   */
  otherAdapter(): Promise<CollaborationAdapter>;
  /** Makes a third side, ready, which is neither `adapter` nor `peer`. Called once at most. */
  otherPeer?(): Promise<ConformancePeer>;
  /** Ends every side, whatever state it is in. Throws if something was left over. */
  tearDown(): Promise<void>;
}

/** Another side. {@link peerOf} makes one from an adapter that has an inbox. */
export interface ConformancePeer {
  readonly endpoint: Endpoint;
  readonly contact?: Contact;
  /** The adapter behind this side, open, where there is one in this process. */
  readonly adapter?: CollaborationAdapter;
  /** The next invitation that has arrived, oldest first. Waits for one. */
  nextInvitation(): Promise<PeerInvitation>;
  /** Invites the adapter under test, at `to`. Needed for the inbox cases. */
  invite?(request: SendRequest & { readonly expiresInMs?: number }): PeerInvite;
  /** The card of this side's person. Needed for the cases about contacts, which run while the adapter under test is open. */
  card?(): Promise<string>;
  /** Ends this side without a word, as a crash does. */
  kill?(): Promise<void>;
}

/** An invitation as the peer received it. */
export interface PeerInvitation extends Pick<
  ReceivedInvitation,
  'applicationId' | 'message' | 'data'
> {
  /** Resolves with what stands in the end. */
  accept(message?: string, data?: Uint8Array): Promise<ReceivedInvitationStatus['state']>;
  decline(message?: string): Promise<ReceivedInvitationStatus['state']>;
  /** What the peer has been told became of it; waits while it is pending. */
  outcome(): Promise<ReceivedInvitationStatus['state']>;
}

/** An invitation that the peer sends to the adapter under test. */
export interface PeerInvite {
  /** Resolves when the peer's adapter has taken it. */
  readonly sent: Promise<void>;
  /** What it ended with. */
  readonly outcome: Promise<PeerInviteOutcome>;
  /** Takes it back, as an aborted signal does. */
  cancel(): void;
}

export interface PeerInviteOutcome extends Pick<InvitationStatus, 'state'> {
  readonly message?: string;
  readonly data?: Uint8Array;
}
