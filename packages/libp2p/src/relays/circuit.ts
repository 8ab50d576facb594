import { circuitRelayTransport } from '@libp2p/circuit-relay-v2';
import {
  type Connection,
  type PeerId,
  serviceDependencies,
  type Stream,
  type Transport,
} from '@libp2p/interface';

/** How long a relay may take to answer a request for a reservation, in milliseconds. */
const RESERVATION_TIMEOUT_MS = 10_000;
/** Enough that a relay without an answer does not hold up the others. */
const RESERVATIONS_AT_ONCE = 64;

type CreateTransport = ReturnType<typeof circuitRelayTransport>;

/** The used internals of the transport. They are not public; the version of the package is pinned. */
interface TransportInternals {
  readonly reservationStore: ReservationStore;
  onStop(stream: Stream, connection: Connection): Promise<void>;
}

/** The reservations of this side. */
export interface ReservationStore {
  /** Asks the relay for a reservation, or renews it. */
  addRelay(relay: PeerId, type: 'configured'): Promise<unknown>;
  hasReservation(relay: PeerId): boolean;
  addEventListener(type: 'relay:removed', listener: (event: RemovedEvent) => void): void;
  removeEventListener(type: 'relay:removed', listener: (event: RemovedEvent) => void): void;
}

export interface RemovedEvent {
  readonly detail: { readonly relay: PeerId };
}

/** Connections through relays, which libp2p calls circuits. */
export class Circuit {
  readonly #maxStreams: number;
  #internals: TransportInternals | undefined;

  /** @param maxStreams - The most circuits through one relay at once. */
  constructor(maxStreams: number) {
    this.#maxStreams = maxStreams;
  }

  /** Makes the transport of one node. */
  readonly createTransport: CreateTransport = (components) => {
    const transport = circuitRelayTransport({
      reservationConcurrency: RESERVATIONS_AT_ONCE,
      reservationCompletionTimeout: RESERVATION_TIMEOUT_MS,
      maxInboundStopStreams: this.#maxStreams,
      maxOutboundStopStreams: this.#maxStreams,
    })(components);
    this.#internals = transport as unknown as TransportInternals;
    takeOnlyFromRelays(this.#internals);
    return withoutDiscovery(transport);
  };

  /** The reservations of the node. */
  get reservations(): ReservationStore {
    if (this.#internals === undefined) throw new Error('The node has not been made yet.');
    return this.#internals.reservationStore;
  }
}

/**
 * Refuses circuits of other peers. libp2p would ask any peer that opens one for a reservation, so a stranger could
 * choose where this side is reached.
 */
function takeOnlyFromRelays(internals: TransportInternals): void {
  const onStop = internals.onStop.bind(internals);
  internals.onStop = async (stream, connection) => {
    if (internals.reservationStore.hasReservation(connection.remotePeer)) {
      return onStop(stream, connection);
    }
    stream.abort(new Error('This side has no reservation at the peer.'));
  };
}

/**
 * Turns off the search for relays, because they are given. The node then does not need libp2p's identify service.
 */
export function withoutDiscovery(transport: Transport): Transport {
  return Object.defineProperty(transport, serviceDependencies, { value: [] });
}
