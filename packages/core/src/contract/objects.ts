import type { Endpoint } from './endpoint.ts';
import type { Guid } from './guid.ts';
import type { Scope } from './visibility.ts';

/** A small piece of data that a peer publishes while its process lives. */
export interface CollaborationObject {
  readonly id: Guid;
  /** From 1 to 16 384 bytes. */
  readonly data: Uint8Array;
  readonly publicationScope: Scope;
}

/** The predefined object that holds a user's picture (`PEER_COLLAB_OBJECTID_USER_PICTURE`). */
export const USER_PICTURE_OBJECT_ID = 'dd15f41f-fc4e-4922-b035-4c06a754d01d' as Guid;

/** One published object. It is withdrawn when this is closed, or when the adapter is. */
export interface ObjectHandle {
  /** Withdraws the object, once (`PeerCollabDeleteObject`). One that has been published anew under its id since stays. */
  close(): PromiseLike<void>;
}

export interface ObjectFunctions {
  /**
   * Publishes an object (`PeerCollabSetObject`), or replaces the one of the same id: the handle of the
   * replaced one then withdraws nothing. Rejects with `NOT_SIGNED_IN` when signed out, and with
   * `LIMIT_REACHED` beyond 128 objects.
   */
  publish(object: CollaborationObject): PromiseLike<ObjectHandle>;
  /** What this side has published (`PeerCollabEnumObjects` with NULL); with an id that one, if it is there. Rejects with `NOT_SIGNED_IN` when signed out. */
  own(objectId?: Guid): PromiseLike<readonly CollaborationObject[]>;
  /** Objects published at `endpoint` (`PeerCollabEnumObjects`), as far as its data is at hand: see `endpointData`. Rejects with `NOT_SIGNED_IN` when signed out. */
  at(endpoint: Endpoint, objectId?: Guid): PromiseLike<readonly CollaborationObject[]>;
}
