import type { Guid, PersonNearMe } from '@beckon/core';

/**
 * Announces this side to the local subnet, and finds who else is announced there. A transport's package
 * brings one; the engine uses it while this side is signed in near me.
 */
export interface NearMe {
  /**
   * Begins to announce this side, and to listen. The engine closes what this gives before it enters
   * again. Rejects when nothing can be announced here; the reason is shown to whoever signs in.
   */
  enter(visitor: NearMeVisitor): PromiseLike<NearMeStay>;
}

/** The side that enters. */
export interface NearMeVisitor {
  /** What is announced, as it is now. Asked again whenever it may have changed. */
  self(): NearMeSelf;
  /** Whether this side knows the peer. A limit for all peers together keeps room for these. */
  knows(peerName: string): boolean;
  /** Somebody has appeared, or their name or address has changed. Everything in it is a claim. */
  onPerson(person: PersonNearMe): void;
  /** Somebody is not there any more. */
  onGone(id: Guid): void;
}

/** What a side tells the subnet about itself. */
export interface NearMeSelf {
  readonly peerName: string;
  /** What it calls itself, if it has a name. */
  readonly name?: string;
  /** Where it can be reached, the best first. */
  readonly addresses: readonly string[];
}

/** The time in which this side is announced. */
export interface NearMeStay {
  /** Whether anybody on the subnet can hear of this side now. */
  readonly isConnected: boolean;
  /** The name of this side has changed, or its addresses. */
  refresh(): void;
  /** Says goodbye to the subnet, and releases everything. Nothing is reported from the call on. Never rejects. */
  close(): PromiseLike<void>;
}
