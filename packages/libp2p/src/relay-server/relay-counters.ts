import type { DhtCounters } from '../dht/dht-server.ts';
import { createCounters, type Libp2pCounters } from '../counters.ts';

/** Counts of a relay since it was started. Every member only grows. */
export interface RelayCounters
  extends
    Pick<
      Libp2pCounters,
      | 'refusedConnections'
      | 'evictedConnections'
      | 'oversizedYamuxFrames'
      | 'yamuxFloods'
      | 'streamFloods'
      | 'overflows'
    >,
    DhtCounters {
  /** Reservations that peers have taken. */
  reservations: number;
  /** Reservations that were refused, because there was no room or the peer is not in the list. */
  refusedReservations: number;
  /** Reservations that were ended to make room for another peer's. */
  evictedReservations: number;
  /** Requests for circuits. */
  circuits: number;
  /** Circuits for which there was no room. */
  refusedCircuits: number;
  /** Circuits that were ended to make room for another peer's. */
  evictedCircuits: number;
  /** Relayed bytes of circuits, both directions together. */
  relayedBytes: number;
}

export function createRelayCounters(): RelayCounters & Libp2pCounters {
  return {
    ...createCounters(),
    reservations: 0,
    refusedReservations: 0,
    evictedReservations: 0,
    circuits: 0,
    refusedCircuits: 0,
    evictedCircuits: 0,
    relayedBytes: 0,
    records: 0,
    refusedRecords: 0,
    evictedRecords: 0,
  };
}
