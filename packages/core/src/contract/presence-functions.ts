import type { Endpoint } from '../domain/endpoint.ts';
import type { Presence } from '../domain/presence.ts';

export interface PresenceFunctions {
  /** Presence at `endpoint`; without it one's own (`PeerCollabGetPresenceInfo`). Rejects with `NOT_FOUND` when no data is at hand. */
  get(endpoint?: Endpoint): PromiseLike<Presence>;
  /** Sets one's own presence (`PeerCollabSetPresenceInfo`). `offline` cannot be set while signed in. */
  set(presence: Presence): PromiseLike<void>;
}
