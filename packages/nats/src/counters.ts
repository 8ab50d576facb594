import { createEngineCounters, type EngineCounters } from '@beckon/engine';

/** What the adapter has seen since it was made, for operators and tests. Every member only grows. */
export interface NatsCounters extends EngineCounters {
  /** Times that the connection to the broker was lost. Each ends all streams. */
  lostConnections: number;
  /** Messages that are none of beckon's, or are too long. They are ignored. */
  malformedMessages: number;
  /** Stream cards whose signature is not of the one that they name. They are ignored. */
  forgedCards: number;
  /** Stream cards that are too old or too new. They are refused. */
  untimelyCards: number;
  /** Streams that were to be opened a second time. They are ignored. */
  repeatedStreams: number;
  /** Streams that were ended because a message was lost, repeated, changed or not of the peer. */
  brokenStreams: number;
  /** Streams that peers opened over their rate or their number, or for which there was no room. */
  refusedStreams: number;
  /** Letters whose signature is not of the one that they name, or that are not for this side. They are dropped. */
  forgedLetters: number;
  /** Streams that were ended to make room for those of others. */
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
