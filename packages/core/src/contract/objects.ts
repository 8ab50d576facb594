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

/** One published object. Closing the handle or the adapter withdraws it. */
export interface ObjectHandle {
  /**
   * Withdraws the object, once (`PeerCollabDeleteObject`). A newer object of the same id stays
   * published.
   */
  close(): PromiseLike<void>;
}

export interface ObjectFunctions {
  /**
   * Publishes an object (`PeerCollabSetObject`). It replaces an older object of the same id; the handle
   * of the older object then withdraws nothing. Rejects with `NOT_SIGNED_IN` when signed out, and with
   * `LIMIT_REACHED` beyond 128 objects.
   */
  publish(object: CollaborationObject): PromiseLike<ObjectHandle>;
  /**
   * The objects that this side has published (`PeerCollabEnumObjects` with NULL). With an id, the list
   * has that object only, or is empty. Rejects with `NOT_SIGNED_IN` when signed out.
   */
  own(objectId?: Guid): PromiseLike<readonly CollaborationObject[]>;
  /**
   * The objects published at `endpoint` (`PeerCollabEnumObjects`), as far as the data of the endpoint is
   * at hand: see `endpointData`. Rejects with `NOT_SIGNED_IN` when signed out.
   */
  at(endpoint: Endpoint, objectId?: Guid): PromiseLike<readonly CollaborationObject[]>;
}
