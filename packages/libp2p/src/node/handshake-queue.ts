import { FairRoom, monotonicNow, RateLimiter } from '@beckon/core/adapter';
import type { MultiaddrConnection } from '@libp2p/interface';
import { asyncScheduler } from 'rxjs';
import { originOf } from './origin.ts';

/** The most handshakes at once. Each costs some milliseconds of processor time. */
const AT_ONCE = 8;
/** A handshake that takes longer waits for its peer, and does not hold up others. In milliseconds. */
const PATIENCE_MS = 100;
/**
 * How many connections may be without an identity at once. Strangers may have three quarters of the places, and all
 * of these are strangers.
 */
const PLACES = 1_000;
/** One origin may begin this many seconds' worth of connections at once. */
const BURST = 5;
/** The delay before the next check of an origin that has used up its rate, in milliseconds. */
const RETRY_MS = 50;

/**
 * Connections that have no identity yet. When there are too many, the oldest one of the origin that has most is
 * ended. A connection begins its handshake after its peer has sent something: few at a time, one origin after
 * another, and no faster than the rate of the origin. A crowd waits, and is not refused. The newest connection of an
 * origin comes first, because in a flood the oldest has waited too long already.
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

  /** The peer wants to begin the handshake. Resolves when it may; rejects when the connection ends before. */
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

  /** No handshake begins any more. */
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

  /** Takes the newest connection of the next origin. */
  #next(): Handshake | undefined {
    for (const [origin, waiting] of this.#waiting) {
      if (!this.#rate.take(origin)) continue;
      const newest = [...waiting].at(-1);
      if (newest === undefined) continue;
      this.#forget(newest);
      // The origin goes to the end of the line.
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
