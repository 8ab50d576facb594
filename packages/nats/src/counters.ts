import { createEngineCounters, type EngineCounters } from '@beckon/engine';

/** Counts of the adapter since it was made, for operators and tests. Every member only grows. */
export interface NatsCounters extends EngineCounters {
  /** Losses of the connection to the broker. Each ends all streams. */
  lostConnections: number;
  /** Messages that are not beckon's, or are too long. They are ignored. */
  malformedMessages: number;
  /** Stream cards without a valid signature of the named peer. They are ignored. */
  forgedCards: number;
  /** Stream cards that are too old or too new. They are refused. */
  untimelyCards: number;
  /** Attempts to open a stream a second time. They are ignored. */
  repeatedStreams: number;
  /** Streams that were ended because a message was lost, repeated, changed or not from the peer. */
  brokenStreams: number;
  /** Streams that were refused: over the rate or the number of one peer, or without room. */
  refusedStreams: number;
  /** Letters without a valid signature of the named peer, or not for this side. They are dropped. */
  forgedLetters: number;
  /** Streams that were ended to make room for streams of others. */
  evictedStreams: number;
}

export function createCounters(): NatsCounters {
  return {
    ...createEngineCounters(),
    lostConnections: 0,
    malformedMessages: 0,
    forgedCards: 0,
    untimelyCards: 0,
    repeatedStreams: 0,
    brokenStreams: 0,
    refusedStreams: 0,
    forgedLetters: 0,
    evictedStreams: 0,
  };
}
