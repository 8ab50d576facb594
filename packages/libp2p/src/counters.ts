import { createEngineCounters, type EngineCounters } from '@beckon/engine';

/** What the adapter has seen since it was made, for operators and tests. Every member only grows. */
export interface Libp2pCounters extends EngineCounters {
  /** Connections for which there was no room: of one peer, of one origin, or of all. */
  refusedConnections: number;
  /** Connections with nothing open, or of an origin that had most, that were ended to make room. */
  evictedConnections: number;
  /** Streams of the protocol over the number that one connection may have. */
  refusedStreams: number;
  /** Yamux frames over the limit. Each ends its connection. */
  oversizedYamuxFrames: number;
  /** Connections that sent Yamux pings, or frames with nothing in them, too fast. Each is ended. */
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
