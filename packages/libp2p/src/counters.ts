import { createEngineCounters, type EngineCounters } from '@beckon/engine';

/** What the adapter has seen since it was made, for operators and tests. Every member only grows. */
export interface Libp2pCounters extends EngineCounters {
  /** Connections over the number that one peer may hold. */
  refusedConnections: number;
  /** Yamux frames over the limit. Each ends its connection. */
  oversizedYamuxFrames: number;
  /** Connections that opened streams too fast. Each is ended. */
  streamFloods: number;
}

export function createCounters(): Libp2pCounters {
  return {
    ...createEngineCounters(),
    refusedConnections: 0,
    oversizedYamuxFrames: 0,
    streamFloods: 0,
  };
}
