import { CollaborationError } from '@beckon/core';
import { RELAY_V2_HOP_CODEC } from '@libp2p/circuit-relay-v2';
import type { Connection, Libp2p, PeerId } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import type { Multiaddr } from '@multiformats/multiaddr';
import { exhaustMap, interval, type SchedulerLike } from 'rxjs';
import type { RemovedEvent, ReservationStore } from './circuit.ts';
import { ping } from '../node/ping.ts';
import { Delays } from '../delays.ts';
import { pause } from '../pause.ts';

/** How long a dial to the relay may take, in milliseconds. */
const DIAL_TIMEOUT_MS = 10_000;
/** The first retry comes after about this time, and each later one after twice as long. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** The interval of pings to the relay, and the longest time to an answer, in milliseconds. */
const PING_MS = 3_000;
const PING_TIMEOUT_MS = 3_000;

export interface RelayReservationInit {
  readonly node: Libp2p;
  readonly reservations: ReservationStore;
  /** The address of the relay, with its PeerId at the end. */
  readonly relay: Multiaddr;
  readonly scheduler: SchedulerLike;
  /** The reservation has been taken or lost. */
  readonly onChange: () => void;
}

/** Keeps a reservation at one relay until it is closed, and takes it again whenever it is lost. */
export class RelayReservation {
  readonly relay: Multiaddr;
  readonly relayId: PeerId;
  readonly #init: RelayReservationInit;
  readonly #closed = new AbortController();
  readonly #ended: Promise<void>;
  #isHeld = false;

  constructor(init: RelayReservationInit) {
    this.#init = init;
    this.relay = init.relay;
    this.relayId = peerIdFromString(init.relay.getComponents().at(-1)?.value ?? '');
    this.#ended = this.#keep();
  }

  /** Whether others can reach this side through the relay. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Gives the reservation up. Never rejects. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#ended;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closed;
    const retries = new Delays(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    while (!signal.aborted) {
      try {
        const connection = await this.#take();
        retries.reset();
        this.#setHeld(true);
        await this.#lost(connection);
      } catch {
        // The relay is tried again.
      }
      this.#setHeld(false);
      await pause(retries.next(), signal, this.#init.scheduler);
    }
  }

  #setHeld(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#init.onChange();
  }

  async #take(): Promise<Connection> {
    const { node, reservations, relay } = this.#init;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(DIAL_TIMEOUT_MS)]);
    const connection = await node.dial(relay, { signal });
    // A starting relay may not speak the protocol yet. libp2p would never ask such a peer again, so this checks first.
    const probe = await connection.newStream(RELAY_V2_HOP_CODEC, { signal });
    probe.abort(new Error('The relay speaks the protocol.'));
    await untilAborted(reservations.addRelay(this.relayId, 'configured'), this.#closed.signal);
    if (connection.status === 'open') return connection;
    throw new CollaborationError('UNREACHABLE', 'The connection to the relay has ended.');
  }

  /** Resolves when the reservation is lost or given up. */
  #lost(connection: Connection): Promise<void> {
    const { reservations, scheduler } = this.#init;
    const { signal } = this.#closed;
    return new Promise((resolve) => {
      const pings = interval(PING_MS, scheduler)
        .pipe(exhaustMap(() => ping(connection, PING_TIMEOUT_MS)))
        .subscribe({
          error: (error: unknown) => connection.abort(error as Error),
        });
      const onRemoved = ({ detail }: RemovedEvent): void => {
        if (detail.relay.equals(this.relayId)) end();
      };
      const end = (): void => {
        pings.unsubscribe();
        connection.removeEventListener('close', end);
        reservations.removeEventListener('relay:removed', onRemoved);
        signal.removeEventListener('abort', end);
        resolve();
      };
      connection.addEventListener('close', end);
      reservations.addEventListener('relay:removed', onRemoved);
      signal.addEventListener('abort', end);
      if (connection.status !== 'open') end();
    });
  }
}

/** Settles as `work` does, or rejects when the signal aborts first. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
