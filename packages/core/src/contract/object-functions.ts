import type { CollaborationObject } from '../domain/collaboration-object.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Guid } from '../domain/guid.ts';

export interface ObjectFunctions {
  /** Publishes or replaces an object (`PeerCollabSetObject`). It lives as long as this process. */
  set(object: CollaborationObject): PromiseLike<void>;
  /** Withdraws an object (`PeerCollabDeleteObject`). */
  delete(objectId: Guid): PromiseLike<void>;
  /** Objects published at `endpoint`; without it one's own (`PeerCollabEnumObjects`). */
  list(endpoint?: Endpoint, objectId?: Guid): PromiseLike<readonly CollaborationObject[]>;
}
