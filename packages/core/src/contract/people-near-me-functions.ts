import type { PersonNearMe } from '../domain/person-near-me.ts';

export interface PeopleNearMeFunctions {
  /** Who is signed in on the local subnet (`PeerCollabEnumPeopleNearMe`). Rejects with `NOT_SIGNED_IN`. */
  list(): PromiseLike<readonly PersonNearMe[]>;
}
