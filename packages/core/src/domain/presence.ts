/** The eight presence states of `PEER_PRESENCE_STATUS`. */
export type PresenceStatus =
  'offline' | 'outToLunch' | 'away' | 'beRightBack' | 'idle' | 'busy' | 'onThePhone' | 'online';

export interface Presence {
  readonly status: PresenceStatus;
  /** At most {@link LIMITS.presenceTextUtf16Units} UTF-16 units. */
  readonly text?: string;
}
