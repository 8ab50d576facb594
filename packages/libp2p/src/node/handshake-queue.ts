import { FairRoom, monotonicNow, RateLimiter } from '@beckon/core/adapter';
import type { MultiaddrConnection } from '@libp2p/interface';
import { asyncScheduler } from 'rxjs';
import { originOf } from './origin.ts';

/** As many handshakes are worked on at once: each costs some milliseconds of the processor. */
const AT_ONCE = 8;
/** One that takes longer waits for its peer, and holds up nobody. In milliseconds. */
const PATIENCE_MS = 100;
/** How many connections may be without an identity at once. Three quarters are for those that have none yet. */
const PLACES = 1_000;
/** So many times the connections of a second may come at once from one origin. */
const BURST = 5;
/** How soon it is looked again for an origin that had used up its rate, in milliseconds. */
const RETRY_MS = 50;

/**
 * Connections that have no identity yet. When there are too many, the oldest of the origin that has most
 * is ended. Those whose peers have said something begin their handshakes: few at a time, in turn by
 * where they come from, and no faster from one origin than its rate. A crowd waits, and is not refused. The
 * newest of an origin comes first: in a flood the oldest has waited too long already when its turn comes.
 */
export class HandshakeQueue {
  readonly #waiting = new Map<string, Set<Handshake>>();
  readonly #handshakes = new Map<MultiaddrConnection, Handshake>();
  readonly #places: FairRoom<Handshake>;
  readonly #rate: RateLimiter;
  #working = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(perSecond: number, onEvicted: () => void) {
    this.#rate = new RateLimiter({ burst: BURST * perSecond, perSecond }, () =>
      monotonicNow(asyncScheduler),
    );
    this.#places = new FairRoom({
      places: PLACES,
      evict: ({ connection }) => {
        onEvicted();
        connection.abort(new Error('Too many connections prove no identity.'));
      },
    });
  }

  /** A new connection. False when there is no room for it. */
  add(connection: MultiaddrConnection): boolean {
    const origin = originOf(connection.remoteAddr);
    const handshake: Handshake = { connection, origin, state: 'silent' };
    const holder = { origin, peerName: connection.remoteAddr.toString(), isKnown: false };
    if (!this.#places.take(handshake, holder)) return false;
    this.#handshakes.set(connection, handshake);
    connection.addEventListener('close', () => this.end(connection));
    return true;
  }

  /** Its peer wants to prove an identity. Resolves when it may; rejects when the connection is gone before. */
  begin(connection: MultiaddrConnection): Promise<void> {
    return new Promise((resolve, reject) => {
      const handshake = this.#handshakes.get(connection);
      if (handshake === undefined) return reject(gone());
      handshake.state = 'waiting';
      handshake.begin = resolve;
      handshake.giveUp = () => reject(gone());
      const waiting = this.#waiting.get(handshake.origin) ?? new Set();
      this.#waiting.set(handshake.origin, waiting.add(handshake));
      this.#work();
    });
  }

  /** The connection has an identity, or is gone. */
  end(connection: MultiaddrConnection): void {
    const handshake = this.#handshakes.get(connection);
    if (handshake === undefined) return;
    this.#handshakes.delete(connection);
    this.#places.delete(handshake);
    this.#forget(handshake);
    if (handshake.state === 'waiting') handshake.giveUp?.();
    this.#release(handshake);
  }

  /** Nothing begins any more. */
  close(): void {
    clearTimeout(this.#retry);
    for (const connection of [...this.#handshakes.keys()]) this.end(connection);
  }

  #work(): void {
    while (this.#working < AT_ONCE) {
      const next = this.#next();
      if (next === undefined) return;
      next.state = 'working';
      this.#working += 1;
      next.patience = setTimeout(() => this.#release(next), PATIENCE_MS);
      next.begin?.();
    }
  }

  /** The newest of the origin whose turn it is. */
  #next(): Handshake | undefined {
    for (const [origin, waiting] of this.#waiting) {
      if (!this.#rate.take(origin)) continue;
      const newest = [...waiting].at(-1);
      if (newest === undefined) continue;
      this.#forget(newest);
      // Its turn comes again when all others have had theirs.
      if (waiting.size > 0) {
        this.#waiting.delete(origin);
        this.#waiting.set(origin, waiting);
      }
      return newest;
    }
    if (this.#waiting.size > 0) this.#retrySoon();
    return undefined;
  }

  #retrySoon(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#work();
    }, RETRY_MS);
  }

  #forget(handshake: Handshake): void {
    const waiting = this.#waiting.get(handshake.origin);
    waiting?.delete(handshake);
    if (waiting?.size === 0) this.#waiting.delete(handshake.origin);
  }

  #release(handshake: Handshake): void {
    if (handshake.state !== 'working') return;
    handshake.state = 'released';
    clearTimeout(handshake.patience);
    this.#working -= 1;
    this.#work();
  }
}

interface Handshake {
  readonly connection: MultiaddrConnection;
  readonly origin: string;
  state: 'silent' | 'waiting' | 'working' | 'released';
  begin?: () => void;
  giveUp?: () => void;
  patience?: ReturnType<typeof setTimeout>;
}

function gone(): Error {
  return new Error('The connection is gone.');
}
