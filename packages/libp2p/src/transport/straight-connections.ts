import { monotonicNow } from '@beckon/core/adapter';
import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import { pause } from '../pause.ts';
import { leaveRelayed } from './connections.ts';

/** How long this side waits for a direct connection before it uses the relay, in milliseconds. */
const PATIENCE_MS = 1_500;
/** How long setting up a direct connection may take, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** For this time after a failure, the relay is used without waiting, in milliseconds. */
const FAILED_MS = 300_000;
/** The most peers for which a failure is remembered. */
const MAX_REMEMBERED = 1_000;

export interface StraightConnectionsInit {
  readonly dial: (address: Multiaddr, signal: AbortSignal) => Promise<Connection>;
  readonly scheduler: SchedulerLike;
}

/** Replaces relayed connections by direct ones over WebRTC. */
export class StraightConnections {
  readonly #init: StraightConnectionsInit;
  readonly #underWay = new Map<string, Promise<Connection | undefined>>();
  /** The time of the last failure, by peer. */
  readonly #failedAt = new Map<string, number>();
  readonly #closed = new AbortController();

  constructor(init: StraightConnectionsInit) {
    this.#init = init;
  }

  /** A direct connection to the peer of `relayed`, if it can be set up soon; otherwise `relayed`. Never rejects. */
  async insteadOf(relayed: Connection): Promise<Connection> {
    const peerName = relayed.remotePeer.toString();
    if (this.#isBarred(peerName)) return relayed;
    const attempt = this.#underWay.get(peerName) ?? this.#begin(peerName, relayed);
    const straight = await Promise.race([
      attempt,
      pause(PATIENCE_MS, this.#closed.signal, this.#init.scheduler),
    ]);
    return straight ?? relayed;
  }

  close(): void {
    this.#closed.abort();
  }

  #isBarred(peerName: string): boolean {
    const failedAt = this.#failedAt.get(peerName);
    if (failedAt === undefined) return false;
    if (monotonicNow(this.#init.scheduler) - failedAt < FAILED_MS) return true;
    this.#failedAt.delete(peerName);
    return false;
  }

  #begin(peerName: string, relayed: Connection): Promise<Connection | undefined> {
    const attempt = this.#attempt(peerName, relayed).finally(() => this.#underWay.delete(peerName));
    this.#underWay.set(peerName, attempt);
    return attempt;
  }

  async #attempt(peerName: string, relayed: Connection): Promise<Connection | undefined> {
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const [relay = ''] = relayed.remoteAddr.toString().split('/p2p-circuit');
    const address = multiaddr(`${relay}/p2p-circuit/webrtc/p2p/${peerName}`);
    try {
      const straight = await this.#init.dial(address, signal);
      void leaveRelayed(relayed, this.#closed.signal, this.#init.scheduler);
      return straight;
    } catch {
      // The network blocks WebRTC, or the peer has none: the relay stays in use.
      if (this.#closed.signal.aborted) return undefined;
      if (this.#failedAt.size >= MAX_REMEMBERED) this.#failedAt.clear();
      this.#failedAt.set(peerName, monotonicNow(this.#init.scheduler));
      return undefined;
    }
  }
}
