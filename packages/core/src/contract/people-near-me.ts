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
  /** Who is signed in on the local subnet (`PeerCollabEnumPeopleNearMe`). Rejects with `NOT_SIGNED_IN` when not signed in near me. */
  list(): PromiseLike<readonly PersonNearMe[]>;
}
