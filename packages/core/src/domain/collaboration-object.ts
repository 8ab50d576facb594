import type { Guid } from './guid.ts';
import type { Scope } from './scope.ts';

/** A small piece of data that a peer publishes while its process lives. */
export interface CollaborationObject {
  readonly id: Guid;
  /** From 1 to {@link LIMITS.objectDataBytes} bytes. */
  readonly data: Uint8Array;
  readonly publicationScope: Scope;
}

/** The predefined object that holds a user's picture (`PEER_COLLAB_OBJECTID_USER_PICTURE`). */
export const USER_PICTURE_OBJECT_ID = 'dd15f41f-fc4e-4922-b035-4c06a754d01d' as Guid;
