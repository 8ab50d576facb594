/** Counts of an engine since its adapter was made, for operators and tests. Every member only grows. */
export interface EngineCounters {
  /** Frames that cannot be decoded, or have fields that break a limit. Each ends its stream. */
  malformedFrames: number;
  /** Length prefixes above the limit. Each ends its stream, before anything is buffered. */
  oversizedFrames: number;
  /** Streams that ended inside a frame. */
  truncatedFrames: number;
  /** Frames that make no sense at that point. Each ends its stream. */
  unexpectedFrames: number;
  /** Streams with a `Hello` of another version. Each is ended. */
  unsupportedVersions: number;
  /** Frames of a kind that this version does not know. They are ignored. */
  unknownFrames: number;
  /** Frames about an invitation that has ended here already, as happens when two cross. They are ignored. */
  strayFrames: number;
  /** Connections, streams and invitations that the reception does not take. */
  refusedByReception: number;
  /** Invitations over the rate of one peer, or of one origin. */
  refusedByRate: number;
  /** Invitations over the limit of pending invitations. */
  refusedByPending: number;
  /** Pending invitations that were expired early, to make room for a peer that had fewer. */
  evictedInvitations: number;
  /** Channels of peers that were refused, because no accepted invitation belongs to them or because of a limit. */
  refusedChannels: number;
  /** Channels that ended because the peer sent, or gave back, more than its credit. */
  creditOverruns: number;
  /** Streams that sent no first frame, or did not finish one, in time. Each is ended. */
  slowStreams: number;
  /** Peers that sent too many useless messages. Their connections are ended. */
  floods: number;
  /** Streams that ended because the peer did not read the answers to its own messages. */
  overflows: number;
  /** Peers that did not answer the heartbeat. Their connections are ended. */
  deadPeers: number;
}

export function createEngineCounters(): EngineCounters {
  return {
    malformedFrames: 0,
    oversizedFrames: 0,
    truncatedFrames: 0,
    unexpectedFrames: 0,
    unsupportedVersions: 0,
    unknownFrames: 0,
    strayFrames: 0,
    refusedByReception: 0,
    refusedByRate: 0,
    refusedByPending: 0,
    evictedInvitations: 0,
    refusedChannels: 0,
    creditOverruns: 0,
    slowStreams: 0,
    floods: 0,
    overflows: 0,
    deadPeers: 0,
  };
}
