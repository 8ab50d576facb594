import type { Guid, PersonNearMe } from '@beckon/core';

/**
 * Announces this side to the local subnet, and finds others that are announced there. The transport's package
 * provides it; the engine uses it while this side is signed in near me.
 */
export interface NearMe {
  /**
   * Begins to announce this side, and to listen. The engine closes one stay before it enters again. Rejects when
   * nothing can be announced here; the app that signs in is told the reason.
   */
  enter(visitor: NearMeVisitor): PromiseLike<NearMeStay>;
}

/** The side that enters. */
export interface NearMeVisitor {
  /** The current announcement. Called again whenever it may have changed. */
  self(): NearMeSelf;
  /** Whether this side knows the peer. Limits that all peers share keep room for known peers. */
  knows(peerName: string): boolean;
  /** A person has appeared, or their name or address has changed. All of it is a claim. */
  onPerson(person: PersonNearMe): void;
  /** A person is not there any more. */
  onGone(id: Guid): void;
}

/** The announcement of a side to the subnet. */
export interface NearMeSelf {
  readonly peerName: string;
  /** The name of the side, if it has one. */
  readonly name?: string;
  /** The addresses of the side, the best first. */
  readonly addresses: readonly string[];
}

/** The period in which this side is announced. */
export interface NearMeStay {
  /** Whether the announcements reach the subnet now. */
  readonly isConnected: boolean;
  /** The name of this side has changed, or its addresses. */
  refresh(): void;
  /** Says goodbye to the subnet, and releases everything. The visitor is not called any more. Never rejects. */
  close(): PromiseLike<void>;
}
