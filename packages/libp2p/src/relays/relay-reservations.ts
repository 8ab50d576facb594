import type { Libp2p } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import type { ReservationStore } from './circuit.ts';
import { RelayReservation } from './relay-reservation.ts';

export interface RelayReservationsInit {
  readonly node: Libp2p;
  readonly reservations: ReservationStore;
  readonly relays: readonly Multiaddr[];
  readonly scheduler: SchedulerLike;
  /** The addresses have changed. */
  readonly onChange: () => void;
}

/** The reservations of this side, one at each relay. */
export class RelayReservations {
  readonly #peerName: string;
  readonly #all: readonly RelayReservation[];

  constructor({ relays, ...init }: RelayReservationsInit) {
    this.#peerName = init.node.peerId.toString();
    this.#all = relays.map((relay) => new RelayReservation({ ...init, relay }));
  }

  /** The addresses at which others reach this side through relays now. */
  addresses(): readonly Multiaddr[] {
    return this.#all
      .filter(({ isHeld }) => isHeld)
      .map(({ relay }) => throughRelay(relay, this.#peerName));
  }

  /** The addresses of a peer at these relays, if it has a reservation there. */
  addressesOf(peerName: string): readonly Multiaddr[] {
    return this.#all.map(({ relay }) => throughRelay(relay, peerName));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((reservation) => reservation.close()));
  }
}

function throughRelay(relay: Multiaddr, peerName: string): Multiaddr {
  return relay.encapsulate(`/p2p-circuit/p2p/${peerName}`);
}
