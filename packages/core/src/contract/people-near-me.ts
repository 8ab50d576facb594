import type { Endpoint } from './endpoint.ts';
import type { Guid } from './guid.ts';

/** Somebody who is signed in on the local subnet. */
export interface PersonNearMe {
  /** Stays the same while nickname and address change. */
  readonly id: Guid;
  /** The person's own claim: not verified, not unique. */
  readonly nickname: string;
  readonly endpoint: Endpoint;
}

export interface PeopleNearMeFunctions {
  /**
   * The people who are signed in on the local subnet (`PeerCollabEnumPeopleNearMe`). Rejects with
   * `NOT_SIGNED_IN` when this side is not signed in there.
   */
  list(): PromiseLike<readonly PersonNearMe[]>;
}
