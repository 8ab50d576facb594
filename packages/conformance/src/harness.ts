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
 * events; this ends one that would wait for ever.
 */
export const CASE_TIME_LIMIT_MS = 20_000;

/** See {@link ConformanceHarness.expiryMs}. */
export const EXPIRY_MS = 1000;

/** What a developer of an adapter writes: how to make an adapter that is connected with a peer. */
export interface ConformanceHarness {
  /** The function tables that the adapter is meant to have. All others are asserted to be absent. */
  readonly tables: readonly FunctionTable[];
  /** What else the adapter or the harness can do. A case that needs more is shown as skipped, with the reason. */
  readonly abilities: readonly ConformanceAbility[];
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

export type ConformanceAbility =
  /** A decline's message reaches the sender. Windows does not tell it. */
  | 'carriesDeclineMessage'
  /** `expiresInMs` reaches the adapter's own clock and the recipient. Windows has a fixed limit. */
  | 'carriesExpiry'
  /** Contacts are verified: the setup has `peer.contact` and `stranger`. */
  | 'verifiesContacts'
  /** The recipient is told of a cancel before its answer counts: see `InvitationHandle.response`. Windows decides earlier. */
  | 'settlesCrossings'
  /** `peer.kill` is there. */
  | 'killsPeer';

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
  /** Ends both sides, whatever state they are in. Throws if something was left over. */
  tearDown(): Promise<void>;
}

/** The other side. {@link peerOf} makes one from an adapter that has an inbox. */
export interface ConformancePeer {
  readonly endpoint: Endpoint;
  readonly contact?: Contact;
  /** The next invitation that has arrived, oldest first. Waits for one. */
  nextInvitation(): Promise<PeerInvitation>;
  /** Invites the adapter under test, at `to`. Needed for the inbox cases. */
  invite?(request: SendRequest & { readonly expiresInMs?: number }): PeerInvite;
  /** Ends the peer without a word, as a crash does. */
  kill?(): Promise<void>;
}

/** An invitation as the peer received it. */
export interface PeerInvitation extends Pick<
  ReceivedInvitation,
  'applicationId' | 'message' | 'data'
> {
  /** Resolves with what stands in the end. */
  accept(): Promise<ReceivedInvitationStatus['state']>;
  decline(message?: string): Promise<ReceivedInvitationStatus['state']>;
  /** What the peer has been told became of it; waits while it is pending. */
  outcome(): Promise<ReceivedInvitationStatus['state']>;
}

/** An invitation that the peer sends to the adapter under test. */
export interface PeerInvite {
  /** Resolves when the peer's adapter has taken it. */
  readonly sent: Promise<void>;
  /** What it ended with. */
  readonly outcome: Promise<Pick<InvitationStatus, 'state'> & { readonly message?: string }>;
  /** Takes it back, as an aborted signal does. */
  cancel(): void;
}
