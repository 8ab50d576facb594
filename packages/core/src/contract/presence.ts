import type { Endpoint } from './endpoint.ts';

/** The eight presence states of `PEER_PRESENCE_STATUS`. */
export const PRESENCE_STATUSES = Object.freeze([
  'offline',
  'outToLunch',
  'away',
  'beRightBack',
  'idle',
  'busy',
  'onThePhone',
  'online',
] as const);

export type PresenceStatus = (typeof PRESENCE_STATUSES)[number];

export interface Presence {
  readonly status: PresenceStatus;
  /** At most 255 UTF-16 units. */
  readonly text?: string;
}

export interface PresenceFunctions {
  /** This side's presence (`PeerCollabGetPresenceInfo` with NULL). Rejects with `NOT_SIGNED_IN` when signed out. */
  own(): PromiseLike<Presence>;
  /**
   * Sets this side's presence (`PeerCollabSetPresenceInfo`). Rejects with `INVALID_ARGUMENT` for
   * `offline`, which cannot be set, and with `NOT_SIGNED_IN` when signed out.
   */
  setOwn(presence: Presence): PromiseLike<void>;
  /** Presence at `endpoint` (`PeerCollabGetPresenceInfo`). Rejects with `NOT_FOUND` when no data is at hand: see `endpointData`. */
  at(endpoint: Endpoint): PromiseLike<Presence>;
}
