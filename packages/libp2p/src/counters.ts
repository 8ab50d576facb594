import { createEngineCounters, type EngineCounters } from '@beckon/engine';

/** Counts of the adapter since it was made, for operators and tests. Every member only grows. */
export interface Libp2pCounters extends EngineCounters {
  /** Connections that were refused because one peer, one origin, or all peers together had too many. */
  refusedConnections: number;
  /** Connections that were ended to make room, because nothing was open on them or their origin had most. */
  evictedConnections: number;
  /** Streams of beckon's protocols over the limit of one connection. */
  refusedStreams: number;
  /** Yamux frames over the limit. Each ends its connection. */
  oversizedYamuxFrames: number;
  /** Connections that sent Yamux pings or empty frames too fast. Each is ended. */
  yamuxFloods: number;
  /** Connections that opened streams too fast. Each is ended. */
  streamFloods: number;
}

export function createCounters(): Libp2pCounters {
  return {
    ...createEngineCounters(),
    refusedConnections: 0,
    evictedConnections: 0,
    refusedStreams: 0,
    oversizedYamuxFrames: 0,
    yamuxFloods: 0,
    streamFloods: 0,
  };
}
